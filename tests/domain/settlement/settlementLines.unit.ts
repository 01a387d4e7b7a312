/** What a distributor is owed of a day, and how two statements of a day differ. */
import { expect, it } from 'vitest';
import type { RentalTerms } from '../../../src/domain/movie/rentalTerms.ts';
import { adjustmentOf, settlementLine } from '../../../src/domain/settlement/settlementLines.ts';
import { uuid } from '../../support/showtimes.ts';

const terms: RentalTerms = {
  distributor: 'Northlight Releasing',
  runsFrom: '2026-11-19',
  weeklySharesBp: [6_000, 5_000, 3_333],
};
const sums = {
  ...{ movieId: uuid(0xa), currency: 'EUR', showtimes: 2, bookings: 3, seats: 7, seatsReturned: 1 },
  ...{ gross: 10_001, refunds: 1_000 },
};

it.each([
  ['2026-11-18', 1, 6_000, 5_401],
  ['2026-11-19', 1, 6_000, 5_401],
  ['2026-11-25', 1, 6_000, 5_401],
  ['2026-11-26', 2, 5_000, 4_501],
  ['2026-12-03', 3, 3_333, 3_000],
  ['2027-06-03', 29, 3_333, 3_000],
])('on %s it is week %i and the share %i of 10000: %i', (businessDate, week, shareBp, share) => {
  expect(settlementLine(sums, businessDate, terms)).toEqual({
    ...sums,
    net: 9_001,
    terms: { distributor: 'Northlight Releasing', week, shareBp },
    share,
  });
});

it('is nothing without terms, and nothing of a net below zero', () => {
  expect(settlementLine(sums, '2026-11-19', undefined)).toEqual({ ...sums, net: 9_001, share: 0 });
  const lost = { ...sums, refunds: 10_002 };
  expect(settlementLine(lost, '2026-11-19', terms).share).toBe(0);
});

it('is rounded to what the currency can move', () => {
  expect(settlementLine({ ...sums, currency: 'KWD' }, '2026-11-26', terms).share).toBe(4_500);
});

it('differs by the lines that changed, came or went', () => {
  const line = (n: number, gross: number) =>
    settlementLine({ ...sums, movieId: uuid(n), gross }, '2026-11-26', terms);
  const [same, changed, gone, come] = [line(1, 5_000), line(2, 5_000), line(3, 5_000), line(4, 5_000)];
  const other = line(2, 7_000);
  const adjusted = adjustmentOf([same, changed, gone], [same, other, come]);
  expect(adjusted.map(({ before, after }) => [before, after])).toEqual([
    [changed, other],
    [gone, undefined],
    [undefined, come],
  ]);
  expect(adjusted[0]?.difference).toEqual({
    ...{ movieId: uuid(2), currency: 'EUR', showtimes: 0, bookings: 0, seats: 0, seatsReturned: 0 },
    ...{ gross: 2_000, refunds: 0, net: 2_000, share: 1_000 },
  });
  expect(adjusted[1]?.difference).toEqual({
    ...{ movieId: uuid(3), currency: 'EUR', showtimes: -2, bookings: -3, seats: -7, seatsReturned: -1 },
    ...{ gross: -5_000, refunds: -1_000, net: -4_000, share: -2_000 },
  });
});
