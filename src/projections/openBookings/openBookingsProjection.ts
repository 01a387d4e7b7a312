/**
 * Which bookings still owe a step and since when, those that stand or fall with a showtime, and the hall time of
 * cancelled showtimes. What is done about any of them is the asker's and must not enter.
 */

import { type Booking, type BookingState, withoutBoxes } from '../../domain/booking/BookingState.ts';
import { type BookingEvent, bookingEvents } from '../../domain/booking/events.ts';
import { evolveBooking } from '../../domain/booking/evolveBooking.ts';
import { nextStep } from '../../domain/booking/nextStep.ts';
import { stuckSteps } from '../../domain/booking/stuckPayments.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import { scheduleEvents } from '../../domain/schedule/events.ts';
import { showtimeEvents } from '../../domain/showtime/events.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { readingOnly } from '../engine/readingOnly.ts';

const hallEvents = {
  ShowtimeCancelled: showtimeEvents.ShowtimeCancelled,
  SlotReserved: readingOnly(scheduleEvents.SlotReserved, 'showtimeId', 'hallId', 'endsAt', 'cleaningMs'),
  SlotFreed: scheduleEvents.SlotFreed,
} as const;
const definitions = { ...bookingEvents, ...hallEvents } as const;
type HallEvent = EventOf<(typeof hallEvents)[keyof typeof hallEvents]>;
type OpenBookingsEvent = BookingEvent | HallEvent;

// Showtime rows are made by whichever stream comes first: a parked one comes late.
const tables = `
  CREATE TABLE bookings (
    booking_id text COLLATE "C" PRIMARY KEY,
    showtime_id text COLLATE "C" NOT NULL,
    status text NOT NULL,
    cinema_cancelled boolean NOT NULL,
    refunded boolean NOT NULL,
    state jsonb NOT NULL,
    due_at timestamptz,
    -- Since when something in it is stuck.
    stuck_at timestamptz
  );
  CREATE INDEX ON bookings (due_at, booking_id) WHERE due_at IS NOT NULL;
  CREATE INDEX ON bookings (stuck_at, booking_id) WHERE stuck_at IS NOT NULL;
  CREATE INDEX ON bookings (showtime_id, booking_id);
  CREATE TABLE showtimes (
    showtime_id text COLLATE "C" PRIMARY KEY,
    cancelled boolean NOT NULL DEFAULT false,
    hall_id text COLLATE "C",
    slot_until timestamptz
  );
  CREATE INDEX ON showtimes (showtime_id) WHERE cancelled;
`;

const readStates = 'SELECT booking_id, state FROM bookings WHERE booking_id = ANY ($1::text[])';

const writeBookings = `
  INSERT INTO bookings (booking_id, showtime_id, status, cinema_cancelled, refunded, state, due_at, stuck_at)
  SELECT booking_id, showtime_id, status, cinema_cancelled, refunded, state, due_at, stuck_at
  FROM json_to_recordset($1::json) AS new (booking_id text, showtime_id text, status text,
    cinema_cancelled boolean, refunded boolean, state jsonb, due_at timestamptz, stuck_at timestamptz)
  ON CONFLICT (booking_id) DO UPDATE SET status = excluded.status, refunded = excluded.refunded,
    cinema_cancelled = excluded.cinema_cancelled, state = excluded.state, due_at = excluded.due_at,
    stuck_at = excluded.stuck_at`;

const writeSlots = `
  INSERT INTO showtimes (showtime_id, hall_id, slot_until)
  SELECT showtime_id, hall_id, slot_until
  FROM json_to_recordset($1::json) AS new (showtime_id text, hall_id text, slot_until timestamptz)
  ON CONFLICT (showtime_id) DO UPDATE SET hall_id = excluded.hall_id, slot_until = excluded.slot_until`;

const markCancelled = `
  INSERT INTO showtimes (showtime_id, cancelled) SELECT unnest($1::text[]), true
  ON CONFLICT (showtime_id) DO UPDATE SET cancelled = true`;

/** How long the driver of a booking may be silent before another takes it up. */
const silenceMs = 15_000;

const apply = async (
  events: readonly Placed<OpenBookingsEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const ofBookings: Placed<BookingEvent>[] = [];
  const slots = new Map<string, { hall_id: string | null; slot_until: string | null }>();
  const cancelled = new Set<string>();
  for (const event of events) {
    switch (event.type) {
      case 'ShowtimeCancelled':
        cancelled.add(idOfStream(event.stream));
        break;
      case 'SlotReserved': {
        const { showtimeId, hallId, endsAt, cleaningMs } = event.data;
        const slot_until = new Date(Date.parse(endsAt) + cleaningMs).toISOString();
        slots.set(showtimeId, { hall_id: hallId, slot_until });
        break;
      }
      case 'SlotFreed':
        slots.set(event.data.showtimeId, { hall_id: null, slot_until: null });
        break;
      default:
        ofBookings.push(event);
    }
  }
  await applyToBookings(ofBookings, transaction);
  if (slots.size > 0) {
    const rows = [...slots].map(([showtime_id, slot]) => ({ showtime_id, ...slot }));
    await transaction.query(writeSlots, [JSON.stringify(rows)]);
  }
  if (cancelled.size > 0) await transaction.query(markCancelled, [[...cancelled]]);
};

/** The booking's own fold says what it waits for: nothing of it is told a second time here. */
const applyToBookings = async (
  events: readonly Placed<BookingEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  if (events.length === 0) return;
  const ids = new Set(events.map(({ stream }) => idOfStream(stream)));
  const rows = await transaction.query(readStates, [[...ids]]);
  const states = new Map(rows.map((row) => [String(row.booking_id), row.state as BookingState]));
  const lastAtMs = new Map<string, number>();
  for (const event of events) {
    const bookingId = idOfStream(event.stream);
    states.set(bookingId, evolveBooking(states.get(bookingId) ?? { status: 'none' }, event));
    lastAtMs.set(bookingId, Date.parse(event.at));
  }
  const changed = [...lastAtMs].flatMap(([bookingId, atMs]) => {
    const booking = states.get(bookingId);
    return booking === undefined || booking.status === 'none' ? [] : [rowOf(booking, atMs)];
  });
  await transaction.query(writeBookings, [JSON.stringify(changed)]);
};

const rowOf = (booking: Booking, atMs: number) => {
  const { bookingId: booking_id, showtimeId: showtime_id, status, cancellations } = booking;
  const dueAtMs = dueAfter(booking, atMs);
  return {
    ...{ booking_id, showtime_id, status },
    cinema_cancelled: cancellations.some(({ by }) => by === 'cinema'),
    refunded: cancellations.every(({ refundStatus }) => refundStatus !== 'pending'),
    state: withoutBoxes(booking),
    due_at: dueAtMs === undefined ? null : new Date(dueAtMs).toISOString(),
    stuck_at: stuckSteps(booking)[0]?.stuckAt ?? null,
  };
};

/** When to look after a booking that nothing was heard of since `atMs`; never when it owes no step. */
const dueAfter = (booking: Booking, atMs: number): number | undefined => {
  const step = nextStep(booking, atMs);
  if (step.step === 'done') return undefined;
  return step.step === 'wait' ? step.untilMs : atMs + silenceMs;
};

export const openBookingsProjection: Projection<OpenBookingsEvent> = {
  name: 'open_bookings',
  version: 3,
  categories: ['booking', 'showtime', 'schedule'],
  definitions,
  tables,
  apply,
};
