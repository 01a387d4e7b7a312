/** A small hall and a showtime in it, for tests: two rows of five, a couple unit at the end of the second. */

import type { ShowtimePolicies } from '../../src/domain/policies/policies.ts';
import type { PriceTerms } from '../../src/domain/pricing/terms.ts';
import type { Seat } from '../../src/domain/seating/seat.ts';
import type { ShowtimeEvent } from '../../src/domain/showtime/events.ts';

export const minutes = (count: number): number => count * 60_000;

export const showtimeId = '01900000-0000-7000-8000-000000000001';
export const startsAtMs = Date.parse('2026-12-01T19:00:00.000Z');
export const onSaleMs = startsAtMs - minutes(24 * 60);
export const iso = (ms: number): string => new Date(ms).toISOString();

/** A readable UUID: `uuid(7)` ends in 7. */
export const uuid = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const seat = (row: string, number: number, more: Partial<Seat> = {}): Seat => ({
  id: `${row}${number}`,
  row,
  number,
  x: number,
  y: row.charCodeAt(0) - 64,
  type: 'regular',
  ...more,
});

export const smallHall: readonly Seat[] = [
  ...[1, 2, 3, 4, 5].map((number) => seat('A', number)),
  ...[1, 2, 3].map((number) => seat('B', number, { type: 'premium' })),
  seat('B', 4, { type: 'couple', unitId: 'B4-5' }),
  seat('B', 5, { type: 'couple', unitId: 'B4-5' }),
];

/** `rows` rows of `perRow` regular seats, for races and properties. */
export const plainHall = (rows: number, perRow: number): readonly Seat[] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: perRow }, (__, place) => seat(String.fromCharCode(65 + row), place + 1)),
  ).flat();

export const usd = (amount: number) => ({ amount, currency: 'USD' });

export const priceTerms: PriceTerms = {
  base: usd(1_000),
  seatTypeBp: {
    regular: 10_000,
    premium: 15_000,
    recliner: 20_000,
    couple: 10_000,
    wheelchair: 10_000,
    companion: 10_000,
  },
  ticketTypeBp: { adult: 10_000, child: 7_000, student: 8_500, senior: 8_000 },
  surcharges: [],
};

export const policies: ShowtimePolicies = {
  holdTtlMs: minutes(10),
  holdCapMs: minutes(20),
  seatsPerHoldMax: 10,
  loneSeatRule: 'off',
  refunds: [{ fromMsBefore: minutes(24 * 60), percent: 95 }],
};

type ScheduledData = Extract<ShowtimeEvent, { type: 'ShowtimeScheduled' }>['data'];

export const scheduledData = (more: Partial<ScheduledData> = {}): ScheduledData => ({
  showtimeId,
  movieId: uuid(0xa),
  theaterId: uuid(0xb),
  hallId: uuid(0xc),
  layoutVersion: 1,
  startsAt: iso(startsAtMs),
  endsAt: iso(startsAtMs + minutes(120)),
  salesCloseAt: iso(startsAtMs + minutes(15)),
  businessDate: '2026-12-01',
  timeZone: 'Europe/London',
  format: '2D',
  language: 'en',
  priceTerms,
  policies,
  focalPoint: { x: 3, y: 2 },
  seats: [...smallHall],
  ...more,
});

export const onSale = (more: Partial<ScheduledData> = {}): readonly ShowtimeEvent[] => [
  { type: 'ShowtimeScheduled', data: scheduledData(more) },
  { type: 'SalesOpened', data: {} },
];

/** A hold of regular adult seats made at `atMs`. */
export const seatsHeld = (
  holdId: string,
  seatIds: readonly string[],
  atMs: number,
): Extract<ShowtimeEvent, { type: 'SeatsHeld' }> => ({
  type: 'SeatsHeld',
  data: {
    holdId,
    bookingId: bookingOf(holdId),
    seats: seatIds.map((id) => ({ id, type: 'regular', ticketType: 'adult', price: usd(1_000) })),
    total: usd(1_000 * seatIds.length),
    expiresAt: iso(atMs + policies.holdTtlMs),
    loneSeats: [],
  },
});

export const bookingOf = (holdId: string): string => holdId.replace(/^0190/, '0191');
