import { describe, expect, it } from 'vitest';
import type { OnSale } from '../../../src/cli/onsale/OnSale.ts';
import type { OtherRules } from '../../../src/cli/whatif/rules.ts';
import type { Outcome } from '../../../src/cli/whatif/tally.ts';
import { whatif } from '../../../src/cli/whatif/whatif.ts';
import {
  asks,
  books,
  counted,
  recordedSale,
  refusal,
  releases,
  returns,
  rowOfSix,
} from '../../support/onSale.ts';
import { minutes, onSaleMs, policies, uuid } from '../../support/showtimes.ts';

const figures = (outcome: Outcome | undefined) => ({
  sold: outcome?.seatsSold,
  bookings: outcome?.bookings,
  revenue: outcome?.revenueMinor,
  ranOut: outcome?.holdsRunOut,
  lost: Object.fromEntries(outcome?.lost ?? []),
});

const told = (sale: OnSale, rules: OtherRules, tooMany: 'leave' | 'fewer' = 'leave') => {
  const { runs } = whatif(sale, rules, { tooMany, attemptsPerGuest: 1 });
  const [recorded, same, other] = runs.map(({ outcome }) => figures(outcome));
  return { recorded, same, other };
};

const full = recordedSale(
  rowOfSix(),
  [asks(1, 0, ['A1', 'A2']), books(1, 2), asks(2, 1, ['A3', 'A4', 'A5', 'A6'])],
  [counted(6, 8, refusal('sold-out', 2, 2))],
);

describe('the same rules', () => {
  it('give what was recorded', () => {
    const { recorded, same } = told(full, { price: 1 });
    expect(recorded).toEqual({
      ...{ sold: 2, bookings: 1, revenue: 2_000, ranOut: 1 },
      lost: { 'no seats left': 2 },
    });
    expect(same).toEqual(recorded);
  });

  it('give what was recorded when guests change, extend, give back and return', () => {
    const sale = recordedSale(rowOfSix(), [
      asks(1, 0, ['A1', 'A2']),
      books(1, 2),
      returns(1, 30, ['A1']),
      asks(2, 1, ['A3']),
      releases(2, 3),
      asks(3, 4, ['A3', 'A4']),
      {
        atMin: 5,
        command: { type: 'SwapHeldSeats', holdId: uuid(3), seatIds: ['A4', 'A5'], ticketTypes: {} },
      },
      { atMin: 6, command: { type: 'ExtendHold', holdId: uuid(3) } },
    ]);
    const { recorded, same } = told(sale, { price: 1 });
    expect(recorded).toEqual({ sold: 1, bookings: 1, revenue: 1_000, ranOut: 1, lost: {} });
    expect(same).toEqual(recorded);
  });
});

describe('shorter holds', () => {
  it('free the seats of who does not pay for who would', () => {
    expect(told(full, { holdMinutes: 5 }).other).toEqual({
      ...{ sold: 4, bookings: 2, revenue: 4_000, ranOut: 2 },
      lost: {},
    });
  });

  it('seat the next guest although one who wanted the same was refused before', () => {
    const sale = {
      ...full,
      lost: [counted(3, 4, refusal('sold-out', 2, 1)), counted(6, 7, refusal('sold-out', 2, 1))],
    };
    expect(told(sale, { holdMinutes: 5 }).other).toEqual({
      ...{ sold: 4, bookings: 2, revenue: 4_000, ranOut: 1 },
      lost: { 'no seats left': 1 },
    });
  });

  it('let who pays late hold the same seats again while nobody has them', () => {
    const sale = recordedSale(rowOfSix(), [asks(1, 0, ['A1']), books(1, 8)]);
    expect(told(sale, { holdMinutes: 5 }).other).toEqual({
      ...{ sold: 1, bookings: 1, revenue: 1_000, ranOut: 1, lost: {} },
    });
  });

  it('lose who pays late to who came meanwhile', () => {
    const sale = recordedSale(
      rowOfSix({ policies: { ...policies, seatsPerHoldMax: 6 } }),
      [asks(1, 0, ['A1', 'A2', 'A3', 'A4', 'A5', 'A6']), books(1, 8)],
      [counted(6, 7, refusal('sold-out', 6, 1))],
    );
    const { other } = told(sale, { holdMinutes: 5 });
    expect(other?.lost).toEqual({ 'hold ran out': 1 });
  });
});

describe('fewer seats a hold', () => {
  const sale = recordedSale(rowOfSix(), [
    asks(1, 0, ['A1', 'A2', 'A3']),
    books(1, 1),
    asks(2, 2, ['A4']),
    books(2, 3),
  ]);

  it('lose the large parties', () => {
    expect(told(sale, { seatsMax: 2 }).other).toEqual({
      ...{ sold: 1, bookings: 1, revenue: 1_000, ranOut: 0 },
      lost: { 'party too large': 1 },
    });
  });

  it('or a part of each, when they take what they may', () => {
    expect(told(sale, { seatsMax: 2 }, 'fewer').other).toEqual({
      ...{ sold: 3, bookings: 2, revenue: 3_000, ranOut: 0, lost: {} },
    });
  });

  it('seat parties that were too large once more are allowed', () => {
    const strict = recordedSale(
      rowOfSix({ policies: { ...policies, seatsPerHoldMax: 2 } }),
      [asks(1, 0, ['A1']), books(1, 1)],
      [counted(2, 3, refusal('too-many-seats', 4, 1))],
    );
    const { recorded, other } = told(strict, { seatsMax: 4 });
    expect([recorded?.lost, other]).toEqual([
      { 'party too large': 1 },
      { sold: 5, bookings: 2, revenue: 5_000, ranOut: 0, lost: {} },
    ]);
  });
});

it('a lone-seat rule that is enforced moves guests to other seats', () => {
  const sale = recordedSale(rowOfSix(), [
    asks(1, 0, ['A2', 'A3']),
    books(1, 1),
    asks(2, 2, ['A1']),
    books(2, 3),
  ]);
  const { runs } = whatif(sale, { loneSeats: 'enforce' }, { tooMany: 'leave', attemptsPerGuest: 1 });
  expect(runs.map(({ outcome }) => outcome.seatsSold)).toEqual([3, 3, 3]);
  expect(figures(runs[2]?.outcome).lost).toEqual({});
});

describe('another price', () => {
  it('is taken for every hold, also after staff changed it', () => {
    const { base } = rowOfSix().priceTerms;
    const sale = recordedSale(rowOfSix(), [
      asks(1, 0, ['A1']),
      books(1, 1),
      { atMin: 2, command: { type: 'ChangePricing', patch: { base: { ...base, amount: 3_000 } } } },
      asks(2, 3, ['A2']),
      books(2, 4),
    ]);
    const { recorded, other } = told(sale, { price: 2_000 });
    expect([recorded?.revenue, other?.revenue]).toEqual([4_000, 4_000]);
    expect(told(sale, { seatsMax: 5 }).other?.revenue).toBe(4_000);
    expect(told(sale, { price: 500 }).other?.revenue).toBe(1_000);
  });
});

describe('elasticity', () => {
  const seats = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'];
  const sale = recordedSale(
    rowOfSix(),
    seats.flatMap((seat, nth) => [asks(nth + 1, 2 * nth, [seat]), books(nth + 1, 2 * nth + 1)]),
  );
  const outcome = (rules: OtherRules) => told(sale, rules).other;

  it('puts off the share of guests that follows from the price, the same in every run', () => {
    // Twice the price at 1 keeps half of six, at 2 a quarter, as far as six guests can be cut.
    const half = { sold: 3, bookings: 3, revenue: 6_000, ranOut: 0, lost: { 'price too high': 3 } };
    expect(outcome({ price: 2_000, elasticity: 1 })).toEqual(half);
    expect(outcome({ price: 2_000, elasticity: 1 })).toEqual(half);
    expect(outcome({ price: 2_000, elasticity: 2 })).toEqual({
      ...{ sold: 2, bookings: 2, revenue: 4_000, ranOut: 0 },
      lost: { 'price too high': 4 },
    });
  });

  it('is nothing by default, for a price that is not higher, and in the run by the same rules', () => {
    const all = { sold: 6, bookings: 6, ranOut: 0, lost: {} };
    expect(outcome({ price: 2_000 })).toEqual({ ...all, revenue: 12_000 });
    expect(outcome({ price: 500, elasticity: 3 })).toEqual({ ...all, revenue: 3_000 });
    expect(told(sale, { price: 2_000, elasticity: 3 }).same).toEqual({ ...all, revenue: 6_000 });
  });

  it('takes the price that a guest was asked for then', () => {
    const { base } = rowOfSix().priceTerms;
    const dearer = recordedSale(rowOfSix(), [
      { atMin: 0, command: { type: 'ChangePricing', patch: { base: { ...base, amount: 2_000 } } } },
      asks(1, 1, ['A1']),
      books(1, 2),
    ]);
    expect(told(dearer, { price: 2_000, elasticity: 5 }).other?.sold).toBe(1);
  });
});

it('says when it was sold out, and how many asked', () => {
  const { runs, sale } = whatif(
    recordedSale(
      rowOfSix(),
      [asks(1, 0, ['A1', 'A2', 'A3', 'A4', 'A5', 'A6']), books(1, 4)],
      [counted(5, 6, refusal('sold-out', 1, 3), refusal('queue-required', 1, 2))],
    ),
    { price: 1 },
    { tooMany: 'leave', attemptsPerGuest: 1 },
  );
  expect([sale.guests, sale.startMs, sale.currency]).toEqual([4, onSaleMs, 'USD']);
  expect(runs.map(({ outcome }) => outcome.soldOutAtMs)).toEqual(
    [4, 4, 4].map((at) => onSaleMs + minutes(at)),
  );
});
