import { type Booking, type BookingState, withoutBoxes } from '../../domain/booking/BookingState.ts';
import { type BookingEvent, bookingEvents } from '../../domain/booking/events.ts';
import { evolveBooking } from '../../domain/booking/evolveBooking.ts';
import { nextStep } from '../../domain/booking/nextStep.ts';
import { stuckSteps } from '../../domain/booking/stuckPayments.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';

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

/** How long the driver of a booking may be silent before another takes it up. */
const silenceMs = 15_000;

/** What a booking waits for follows from its own fold. */
const apply = async (
  events: readonly Placed<BookingEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
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

export const openBookingsProjection: Projection<BookingEvent> = {
  name: 'open_bookings',
  version: 5,
  categories: ['booking'],
  definitions: bookingEvents,
  tables,
  apply,
};
