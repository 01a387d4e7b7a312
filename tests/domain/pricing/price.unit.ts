/** Prices are exact products rounded once; parts sum to the whole. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  pricesBySeatType,
  pricesFit,
  seatPrice,
  splitByLargestRemainder,
} from '../../../src/domain/pricing/price.ts';
import { priceTermsFor } from '../../../src/domain/pricing/priceTermsFor.ts';
import { type PriceTerms, ticketTypes } from '../../../src/domain/pricing/terms.ts';
import { seatTypes } from '../../../src/domain/seating/seat.ts';

const house = priceTermsFor({
  base: { amount: 1, currency: 'USD' },
  startsAt: '2026-11-18T12:00:00.000Z',
  timeZone: 'UTC',
});

const terms = (amount: number, ...surcharges: readonly number[]): PriceTerms => ({
  base: { amount, currency: 'EUR' },
  seatTypeBp: house.seatTypeBp,
  ticketTypeBp: house.ticketTypeBp,
  surcharges: surcharges.map((bp, index) => ({ name: `s${index}`, bp })),
});

const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('seatPrice', () => {
  it('is base × seat type × ticket type × surcharges', () => {
    expect(seatPrice(terms(1_000), 'regular', 'adult')).toEqual(eur(1_000));
    expect(seatPrice(terms(1_000), 'premium', 'adult')).toEqual(eur(1_500));
    expect(seatPrice(terms(1_000, 13_000, 12_000), 'recliner', 'adult')).toEqual(eur(3_120));
    expect(seatPrice(terms(1_000, 13_000, 12_000), 'recliner', 'child')).toEqual(eur(2_184));
  });

  it('rounds once, half up', () => {
    expect(seatPrice(terms(1, 15_000), 'regular', 'adult')).toEqual(eur(2));
    expect(seatPrice(terms(3, 15_000), 'regular', 'adult')).toEqual(eur(5));
    // 1 × 1.5 × 1.3 = 1.95; rounded after each factor it would be 2 × 1.3 = 2.6, so 3.
    expect(seatPrice(terms(1, 13_000), 'premium', 'adult')).toEqual(eur(2));
    // 335 × 1.1 = 368.5 exactly, 368.49999999999994 in floating point.
    expect(seatPrice(terms(335, 11_000), 'regular', 'adult')).toEqual(eur(369));
  });

  it('lies within half a unit of the exact product, above it when in the middle', () => {
    const factor = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        factor,
        factor,
        fc.array(factor, { maxLength: 8 }),
        (base, seatBp, ticketBp, surcharges) => {
          const price = seatPrice(
            {
              ...terms(base, ...surcharges),
              seatTypeBp: { ...house.seatTypeBp, couple: seatBp },
              ticketTypeBp: { ...house.ticketTypeBp, senior: ticketBp },
            },
            'couple',
            'senior',
          ).amount;
          const factors = [seatBp, ticketBp, ...surcharges];
          const exact = factors.reduce((product, bp) => product * BigInt(bp), BigInt(base));
          const unit = 10_000n ** BigInt(factors.length);
          // Rounded half up means: 2·exact − unit < 2·price·unit ≤ 2·exact + unit.
          const doubled = 2n * BigInt(price) * unit;
          fc.pre(Number.isSafeInteger(price));
          expect(2n * exact - unit < doubled && doubled <= 2n * exact + unit).toBe(true);
        },
      ),
    );
  });

  it('tells terms whose prices are beyond the limits of money', () => {
    expect(pricesFit(terms(1_000))).toBe(true);
    expect(pricesFit(terms(500_000_000))).toBe(true);
    expect(pricesFit(terms(500_000_001))).toBe(false);
  });

  it('lists what adults pay for the seat types of a hall', () => {
    expect(pricesBySeatType(terms(1_000), ['premium', 'regular', 'premium'])).toEqual({
      premium: eur(1_500),
      regular: eur(1_000),
    });
    expect(Object.keys(pricesBySeatType(terms(1), seatTypes))).toHaveLength(seatTypes.length);
    expect(ticketTypes).toContain('adult');
  });
});

describe('splitByLargestRemainder', () => {
  it('gives the units that are left to the largest remainders, the first of equals first', () => {
    expect(splitByLargestRemainder(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitByLargestRemainder(10, [3, 3, 4])).toEqual([3, 3, 4]);
    expect(splitByLargestRemainder(10, [1, 2, 4])).toEqual([1, 3, 6]);
    expect(splitByLargestRemainder(5, [0, 1])).toEqual([0, 5]);
    expect(splitByLargestRemainder(5, [0, 0])).toEqual([3, 2]);
    expect(splitByLargestRemainder(0, [])).toEqual([]);
  });

  it('refuses what cannot be shared', () => {
    expect(() => splitByLargestRemainder(1, [])).toThrow(RangeError);
    expect(() => splitByLargestRemainder(-1, [1])).toThrow(RangeError);
    expect(() => splitByLargestRemainder(1, [0.5])).toThrow(RangeError);
    expect(() => splitByLargestRemainder(1, [-1])).toThrow(RangeError);
  });

  it('sums to the whole, each share less than a unit from its exact one', () => {
    const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 20 }), (total, weights) => {
        const shares = splitByLargestRemainder(total, weights);
        expect(shares.reduce((sum, share) => sum + BigInt(share), 0n)).toBe(BigInt(total));
        const sum = weights.reduce((left, right) => left + BigInt(right), 0n);
        if (sum === 0n) return;
        shares.forEach((share, index) => {
          const error = BigInt(share) * sum - BigInt(total) * BigInt(weights[index] ?? 0);
          expect(error > -sum && error < sum).toBe(true);
        });
      }),
    );
  });
});
