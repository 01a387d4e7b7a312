/** A summary of a showtime against the fold of its events, right and with one figure wrong at a time. */
import { expect, it } from 'vitest';
import { Audit } from '../../src/audit/Audit.ts';
import type { AnyEvent } from '../../src/domain/kernel/decider.ts';
import type { ShowtimeEvent, ShowtimeSummary } from '../../src/domain/showtime/events.ts';
import { evolveShowtime } from '../../src/domain/showtime/evolveShowtime.ts';
import type { ShowtimeState } from '../../src/domain/showtime/ShowtimeState.ts';
import { summaryOf } from '../../src/domain/showtime/summarizeShowtime.ts';
import { positionOf } from '../../src/ports/EventStore.ts';
import { initiated } from '../support/bookings.ts';
import { bookingOf, iso, onSale, onSaleMs, seatsHeld, showtimeId, uuid } from '../support/showtimes.ts';

const hold = uuid(0x11);
const bookingId = bookingOf(hold);
const events: readonly ShowtimeEvent[] = [
  ...onSale(),
  seatsHeld(hold, ['A1', 'A2'], onSaleMs),
  { type: 'SeatsBooked', data: { holdId: hold, bookingId, seatIds: ['A1', 'A2'] } },
  { type: 'SeatsBlocked', data: { seatIds: ['A5'], reason: { box: 'broken' } } },
];

const summary = (): ShowtimeSummary => {
  const state = events.reduce<ShowtimeState>(evolveShowtime, { status: 'none' });
  if (state.status === 'none') throw new Error('no showtime');
  return summaryOf(state);
};

/** Of the log with this summary at its end. */
const conflictsWith = (data: ShowtimeSummary, more: readonly ShowtimeEvent[] = []): readonly string[] => {
  const audit = new Audit();
  const told: readonly (readonly [string, AnyEvent])[] = [
    [`booking-${bookingId}`, initiated(bookingId, { customerId: 'customer', box: 'sealed' })],
    ...[...events, ...more, { type: 'ShowtimeSummarized' as const, data }].map(
      (event) => [`showtime-${showtimeId}`, event] as const,
    ),
  ];
  const revisions = new Map<string, number>();
  for (const [place, [stream, { type, data: each }]] of told.entries()) {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    audit.take({
      position: positionOf(BigInt(place + 1)),
      stream,
      revision,
      type,
      at: iso(onSaleMs),
      data: each,
    });
  }
  return audit.conflicts.map(({ what }) => what);
};

it('that equals the fold is no conflict', () => {
  expect(summary()).toEqual({
    ...{ isCancelled: false, layoutVersion: 1, seats: 10, booked: 2, blocked: 1 },
    sold: [{ seatType: 'regular', ticketType: 'adult', price: { amount: 1_000, currency: 'USD' }, seats: 2 }],
    total: { amount: 2_000, currency: 'USD' },
  });
  expect(conflictsWith(summary())).toEqual([]);
});

it.each<readonly [Partial<ShowtimeSummary>, string]>([
  [{ seats: 9 }, 'says 9 seats, the events 10'],
  [{ booked: 3 }, 'says 3 booked, the events 2'],
  [{ blocked: 0 }, 'says 0 blocked, the events 1'],
  [{ isCancelled: true }, 'says cancelled: true, the events false'],
  [{ total: { amount: 1_999, currency: 'USD' } }, 'has total 1999 USD, the booked seats cost 2000'],
  [{ sold: [] }, 'says 0 seats at 1000, the events 2'],
])('with %o is a conflict', (wrong, told) => {
  expect(conflictsWith({ ...summary(), ...wrong })).toEqual([`ShowtimeSummarized ${told}`]);
});

it('made while a hold lives is a conflict', () => {
  expect(conflictsWith(summary(), [seatsHeld(uuid(0x12), ['A3'], onSaleMs)])).toEqual([
    'ShowtimeSummarized is made while 1 holds live',
  ]);
});
