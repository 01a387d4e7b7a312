import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chargeableStepOf } from '../../../src/domain/kernel/currencies.ts';
import { seatPrice } from '../../../src/domain/pricing/price.ts';
import { type QuotedSeat, type QuoteRequest, quote } from '../../../src/domain/pricing/quote.ts';
import { type PriceTerms, ticketTypes } from '../../../src/domain/pricing/terms.ts';
import { seatTypes } from '../../../src/domain/seating/seat.ts';
import { priceTerms } from '../../support/showtimes.ts';

const kwd = (amount: number) => ({ amount, currency: 'KWD' });
const terms: PriceTerms = { ...priceTerms, base: kwd(2_500), surcharges: [{ name: 'weekend', bp: 11_000 }] };
const seat = (id: string, more: Partial<QuotedSeat> = {}): QuotedSeat => ({
  ...{ id, type: 'regular', ticketType: 'adult' },
  ...more,
});

describe('a quote', () => {
  it('names every part of the price, each an amount that can be charged', () => {
    const quoted = quote({
      terms,
      seats: [
        seat('A1'),
        seat('A2', { type: 'premium', ticketType: 'student' }),
        seat('A3', { price: kwd(1_000) }),
      ],
      discounts: [{ label: 'spring', amount: kwd(333) }],
      addOns: [{ label: 'popcorn', amount: kwd(1_250), quantity: 2 }],
      fees: [{ label: 'booking fee', amount: kwd(104) }],
      taxes: [
        { label: 'VAT', bp: 500, included: true },
        { label: 'city tax', bp: 100, included: false },
      ],
    });
    expect(quoted).toEqual({
      kind: 'quoted',
      lines: [
        {
          ...{ kind: 'seat', seatId: 'A1', seatType: 'regular', ticketType: 'adult' },
          ...{ surcharges: ['weekend'], amount: kwd(2_750) },
        },
        {
          ...{ kind: 'seat', seatId: 'A2', seatType: 'premium', ticketType: 'student' },
          // 2.500 × 1.5 × 0.85 × 1.1 = 3.50625
          ...{ surcharges: ['weekend'], amount: kwd(3_510) },
        },
        {
          ...{ kind: 'seat', seatId: 'A3', seatType: 'regular', ticketType: 'adult' },
          ...{ surcharges: [], amount: kwd(1_000) },
        },
        { kind: 'discount', label: 'spring', amount: kwd(-330) },
        { kind: 'add-on', label: 'popcorn', amount: kwd(2_500) },
        { kind: 'fee', label: 'booking fee', amount: kwd(100) },
        { kind: 'tax', label: 'VAT', amount: kwd(450), included: true },
        { kind: 'tax', label: 'city tax', amount: kwd(100), included: false },
      ],
      total: kwd(9_630),
    });
  });

  it('never takes off more than the seats and add-ons cost', () => {
    const discounts = [
      { label: 'first', amount: kwd(2_000) },
      { label: 'second', amount: kwd(2_000) },
    ];
    const quoted = quote({
      terms,
      seats: [seat('A1')],
      discounts,
      fees: [{ label: 'fee', amount: kwd(50) }],
    });
    expect(quoted).toEqual({ kind: 'quoted', lines: expect.any(Array), total: kwd(50) });
    expect(quoted.kind === 'quoted' && quoted.lines.map(({ amount }) => amount.amount)).toEqual([
      2_750, -2_000, -750, 50,
    ]);
  });

  it('is refused for a mixture of currencies', () => {
    const usd = { amount: 100, currency: 'USD' };
    expect(quote({ terms, seats: [seat('A1', { price: usd })] })).toEqual({
      kind: 'mixed-currencies',
      currency: 'USD',
    });
    expect(quote({ terms, seats: [], fees: [{ label: 'fee', amount: usd }] })).toEqual({
      kind: 'mixed-currencies',
      currency: 'USD',
    });
  });
});

const factor = fc.integer({ min: 0, max: 30_000 });
const request: fc.Arbitrary<QuoteRequest> = fc
  .constantFrom('USD', 'JPY', 'KWD', 'MGA', 'HUF', 'ISK')
  .chain((currency) => {
    const money = fc.nat(50_000).map((amount) => ({ amount, currency }));
    const named = fc.record({ label: fc.constant('extra'), amount: money });
    return fc.record({
      terms: fc.record({ base: money, surcharge: factor }).map(({ base, surcharge }) => ({
        ...priceTerms,
        base,
        surcharges: [{ name: 'prime time', bp: surcharge }],
      })),
      seats: fc.array(
        fc.record({
          id: fc.constant('A1'),
          type: fc.constantFrom(...seatTypes),
          ticketType: fc.constantFrom(...ticketTypes),
        }),
        { maxLength: 10 },
      ),
      discounts: fc.array(named, { maxLength: 3 }),
      addOns: fc.array(
        fc.record({ label: fc.constant('popcorn'), amount: money, quantity: fc.integer({ min: 1, max: 9 }) }),
        { maxLength: 3 },
      ),
      fees: fc.array(named, { maxLength: 3 }),
      taxes: fc.array(fc.record({ label: fc.constant('tax'), bp: factor, included: fc.boolean() }), {
        maxLength: 2,
      }),
    });
  });

const quoted = (asked: QuoteRequest) => {
  const result = quote(asked);
  if (result.kind !== 'quoted') throw new Error(`mixed with ${result.currency}`);
  return result;
};

describe('for every quote', () => {
  it('the lines that count sum to the total, which is not negative', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { lines, total } = quoted(asked);
        let sum = 0;
        for (const line of lines) if (!('included' in line && line.included)) sum += line.amount.amount;
        expect(total).toEqual({ amount: sum, currency: asked.terms.base.currency });
        expect(total.amount).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('every amount is one that the currency can move', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const { lines, total } = quoted(asked);
        const step = chargeableStepOf(asked.terms.base.currency);
        for (const { amount } of [...lines, { amount: total }])
          expect(Math.abs(amount.amount % step)).toBe(0);
      }),
    );
  });

  it('seats cost the same one by one as all at once, and a frozen price is kept', () => {
    fc.assert(
      fc.property(request, ({ terms: asked, seats }) => {
        const one = seats.reduce(
          (sum, each) => sum + quoted({ terms: asked, seats: [each] }).total.amount,
          0,
        );
        expect(quoted({ terms: asked, seats }).total.amount).toBe(one);
        const frozen = seats.map((each) => ({
          ...each,
          price: seatPrice(asked, each.type, each.ticketType),
        }));
        const dearer = { ...asked, surcharges: [{ name: 'later', bp: 90_000 }] };
        expect(quoted({ terms: dearer, seats: frozen }).total.amount).toBe(one);
      }),
    );
  });
});
