import { describe, expect, it } from 'vitest';
import { datePlus, mondayOf, planCopy } from '../../web/src/features/programme/week/planCopy.ts';
import type { Show } from '../../web/src/shared/shows/Show.ts';

const timeZone = 'Europe/Berlin';
const hall = {
  id: 'h1',
  theaterId: 't',
  name: 'One',
  cleaningMinutes: 20,
  version: 1,
  loneSeatRule: 'warn' as const,
  layoutVersion: 1,
  seatCount: 10,
};

const show = (id: string, startsAt: string, businessDate: string): Show => ({
  ...{ id, movieId: 'm', theaterId: 't', hallId: 'h1', layoutVersion: 1, startsAt, businessDate, timeZone },
  ...{ endsAt: new Date(Date.parse(startsAt) + 120 * 60_000).toISOString(), status: 'on-sale' as const },
  ...{ salesCloseAt: startsAt, format: '3D', language: 'de', prices: {}, availability: 'plenty' as const },
  ...{ availableSeats: 10, totalSeats: 10, ticketPrices: {}, refundTerms: [], version: 1 },
  movie: { id: 'm', title: 'Playtime', runtimeMinutes: 120 },
  theater: { id: 't', name: 'Arcadia', city: 'Berlin' },
  hall: { id: 'h1', name: 'One' },
  priceParts: { base: { amount: 900, currency: 'EUR' }, surcharges: [] },
});

const plan = (week: readonly Show[], there: readonly Show[] = [], nowMs = 0) => {
  const { copies, left } = planCopy(week, 7, { halls: [hall], there, nowMs });
  return {
    copies: copies.map(({ planned }) => planned.startsAt),
    left: left.map(({ show: { id }, clash }) => [id, clash?.show.id]),
  };
};

describe('a week that is copied', () => {
  const evening = show('a', '2026-10-20T18:00:00.000Z', '2026-10-20');

  it('keeps film, hall, price and the hour on the wall, also when the clocks change between', () => {
    const { copies } = planCopy([evening], 7, { halls: [hall], there: [], nowMs: 0 });
    expect(copies.map(({ planned }) => planned)).toEqual([
      {
        ...{ movieId: 'm', hallId: 'h1', startsAt: '2026-10-27T19:00:00.000Z', format: '3D', language: 'de' },
        basePrice: { amount: 900, currency: 'EUR' },
      },
    ]);
  });

  it('keeps a show after midnight in its night', () => {
    expect(plan([show('n', '2026-10-12T23:00:00.000Z', '2026-10-12')]).copies).toEqual([
      '2026-10-19T23:00:00.000Z',
    ]);
  });

  it.each([
    ['one that starts in the cleaning time after it', '2026-10-27T21:15:00.000Z', [['a', 'b']]],
    ['one that is clean just in time', '2026-10-27T21:20:00.000Z', []],
  ])('leaves out what clashes with %s', (_name, startsAt, left) => {
    expect(plan([evening], [show('b', startsAt, '2026-10-27')]).left).toEqual(left);
  });

  it('leaves out what would be in the past', () => {
    expect(plan([evening], [], Date.parse('2026-10-27T19:00:00.000Z')).left).toEqual([['a', undefined]]);
  });

  it('begins on a Monday', () => {
    expect(['2026-11-29', '2026-11-30', '2026-12-01'].map(mondayOf)).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-11-30',
    ]);
    expect(datePlus('2026-12-31', 1)).toBe('2027-01-01');
  });
});
