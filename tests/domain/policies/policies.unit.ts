import { describe, expect, it } from 'vitest';
import { policiesFor } from '../../../src/domain/policies/policies.ts';
import { priceTermsFor } from '../../../src/domain/pricing/priceTermsFor.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { specification } from '../../support/given.ts';
import { onSale, onSaleMs, priceTerms, scheduledData, usd } from '../../support/showtimes.ts';

const { given } = specification(showtimeDecider);

describe('house rules', () => {
  it('stand where a theater set none', () => {
    expect(policiesFor(undefined, 'warn')).toEqual({
      policies: {
        holdTtlMs: 600_000,
        holdCapMs: 1_200_000,
        seatsPerHoldMax: 10,
        loneSeatRule: 'warn',
        refunds: [
          { fromMsBefore: 86_400_000, percent: 95 },
          { fromMsBefore: 14_400_000, percent: 50 },
          { fromMsBefore: 3_600_000, percent: 25 },
        ],
      },
      salesCloseAfterStartMs: 900_000,
    });
  });
  it('give way to the theater’s own, one by one', () => {
    const { policies, salesCloseAfterStartMs } = policiesFor(
      {
        holdTtlMs: 2_000_000,
        seatsPerHoldMax: 4,
        salesCloseAfterStartMs: 0,
        priceRules: { weekendBp: 10_000 },
      },
      'enforce',
    );
    expect(policies).toEqual({
      refunds: [
        { fromMsBefore: 86_400_000, percent: 95 },
        { fromMsBefore: 14_400_000, percent: 50 },
        { fromMsBefore: 3_600_000, percent: 25 },
      ],
      holdTtlMs: 2_000_000,
      holdCapMs: 2_000_000,
      seatsPerHoldMax: 4,
      loneSeatRule: 'enforce',
    });
    expect(salesCloseAfterStartMs).toBe(0);
  });
  it('price by the theater’s own factors where it has any', () => {
    const show = { base: usd(1_000), startsAt: '2026-11-21T12:00:00.000Z', timeZone: 'UTC' };
    const own = priceTermsFor({ ...show, rules: { weekendBp: 20_000, seatTypeBp: { premium: 11_000 } } });
    expect(own.surcharges).toEqual([{ name: 'weekend', bp: 20_000 }]);
    expect(own.seatTypeBp).toEqual({
      ...{ regular: 10_000, premium: 11_000, recliner: 20_000 },
      ...{ couple: 10_000, wheelchair: 10_000, companion: 10_000 },
    });
  });
  it('never let a price grow beyond what money can say', () => {
    const dear = { ...priceTerms, base: usd(1_000_000_000) };
    given()
      .when({ type: 'ScheduleShowtime', ...scheduledData({ priceTerms: dear }), nowMs: onSaleMs })
      .isRefused({ reason: 'PriceTooHigh' });
    given(...onSale())
      .when({ type: 'ChangePricing', patch: { base: usd(1_000_000_000) }, nowMs: onSaleMs })
      .isRefused({ reason: 'PriceTooHigh' });
  });
});
