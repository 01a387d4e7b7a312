import type { Booking } from '../../domain/booking/BookingState.ts';
import { type BookingEvent, bookingEvents } from '../../domain/booking/events.ts';
import { evolveBooking } from '../../domain/booking/evolveBooking.ts';
import { nextStep } from '../../domain/booking/nextStep.ts';
import { stuckSteps } from '../../domain/booking/stuckPayments.ts';
import { type CustomerEvent, customerEvents } from '../../domain/customer/events.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { withEvent } from './bookingHistory.ts';
import { bookingColumns, bookingOfRow, rowOfBooking, type StoredBooking } from './storedBooking.ts';

const tables = `
  CREATE TABLE bookings (
    booking_id uuid PRIMARY KEY,
    showtime_id uuid NOT NULL,
    theater_id uuid NOT NULL,
    movie_id uuid NOT NULL,
    hold_id uuid NOT NULL,
    -- Of the first event: newest first is the order of every list.
    position bigint NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    -- Since when something in it is stuck.
    stuck_at timestamptz,
    cinema_cancelled boolean NOT NULL,
    refunded boolean NOT NULL,
    reference text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    email_hash text COLLATE "C",
    words text[] COLLATE "C" NOT NULL,
    -- Each with the day of the show; of a booking that is over, none.
    seats text[] COLLATE "C" NOT NULL,
    status text NOT NULL,
    booking json NOT NULL,
    history json NOT NULL
  ) WITH (fillfactor = 90);
  -- For the erasure of a customer.
  CREATE INDEX ON bookings (customer_id) WHERE words <> '{}';
  -- Bookings that owe a step, and when to look after them if nothing more is heard of them. A column of bookings would change
  -- with each event of a sale, and all indexes of the row with it.
  CREATE TABLE due (booking_id uuid PRIMARY KEY, due_at timestamptz NOT NULL);
  CREATE TABLE checkins (checkin_id text COLLATE "C" PRIMARY KEY, booking_id uuid NOT NULL);
  -- Erased customers are not found by address any more. A table of its own, because streams may come in any order.
  CREATE TABLE erased (customer_id text COLLATE "C" PRIMARY KEY);
`;

const indexes = `
  CREATE UNIQUE INDEX ON bookings (position);
  CREATE INDEX ON bookings (stuck_at, booking_id) WHERE stuck_at IS NOT NULL;
  CREATE INDEX ON bookings (customer_id, position);
  CREATE INDEX ON bookings (showtime_id, position);
  CREATE INDEX ON bookings (reference);
  CREATE INDEX ON bookings (email_hash, position) WHERE email_hash IS NOT NULL;
  CREATE INDEX ON bookings USING gin (words);
  CREATE INDEX ON bookings USING gin (seats);
`;

interface Row extends StoredBooking {
  /** Of the latest event, in milliseconds. */
  readonly atMs: number;
}

const storedSql = `SELECT ${bookingColumns} FROM bookings WHERE booking_id = ANY ($1::uuid[])`;

const storeSql = `
  INSERT INTO bookings (${bookingColumns}, seats, stuck_at, cinema_cancelled, refunded)
  SELECT ${bookingColumns}, seats, stuck_at, cinema_cancelled, refunded
  FROM json_to_recordset($1::json) AS new (booking_id uuid, showtime_id uuid, theater_id uuid, movie_id uuid,
    hold_id uuid, position bigint, starts_at timestamptz, ends_at timestamptz, reference text, customer_id text,
    email_hash text, words text[], seats text[], status text, stuck_at timestamptz, cinema_cancelled boolean,
    refunded boolean, booking json, history json)
  ON CONFLICT (booking_id) DO UPDATE SET
    customer_id = excluded.customer_id, email_hash = excluded.email_hash, status = excluded.status,
    words = excluded.words, seats = excluded.seats, stuck_at = excluded.stuck_at, cinema_cancelled = excluded.cinema_cancelled,
    refunded = excluded.refunded, booking = excluded.booking, history = excluded.history`;

const deleteDueSql = 'DELETE FROM due WHERE booking_id = ANY ($1::uuid[])';
const storeDueSql = `
  INSERT INTO due (booking_id, due_at) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
  ON CONFLICT (booking_id) DO UPDATE SET due_at = excluded.due_at`;

const applied = (row: StoredBooking | undefined, event: Placed<BookingEvent>): Row => {
  const state = evolveBooking(row?.booking ?? { status: 'none' }, event);
  if (state.status === 'none') throw new Error(`${event.type} left no booking`);
  const history = withEvent(row?.history ?? [], event.type, event.at);
  return { position: row?.position ?? event.position, atMs: Date.parse(event.at), booking: state, history };
};

/** How long the driver of a booking may be silent before another takes it up. */
const silenceMs = 15_000;

/** When to look after a booking that nothing was heard of since `atMs`; never when it owes no step. */
const dueAfter = (booking: Booking, atMs: number): number | undefined => {
  const step = nextStep(booking, atMs);
  if (step.step === 'done') return undefined;
  return step.step === 'wait' ? step.untilMs : atMs + silenceMs;
};

const storedOf = (row: Row) => {
  const { booking } = row;
  return {
    ...rowOfBooking(row),
    stuck_at: stuckSteps(booking)[0]?.stuckAt ?? null,
    cinema_cancelled: booking.cancellations.some(({ by }) => by === 'cinema'),
    refunded: booking.cancellations.every(({ refundStatus }) => refundStatus !== 'pending'),
  };
};

const storeDue = async (rows: readonly Row[], transaction: ReadTransaction): Promise<void> => {
  const over: string[] = [];
  const due = new Map<string, string>();
  for (const { booking, atMs } of rows) {
    const dueAtMs = dueAfter(booking, atMs);
    if (dueAtMs === undefined) over.push(booking.bookingId);
    else due.set(booking.bookingId, new Date(dueAtMs).toISOString());
  }
  if (over.length > 0) await transaction.query(deleteDueSql, [over]);
  if (due.size > 0) await transaction.query(storeDueSql, [[...due.keys()], [...due.values()]]);
};

const erasedSql = `
  INSERT INTO erased (customer_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`;
const forgetSql = `
  UPDATE bookings SET words = '{}' WHERE customer_id = ANY ($1::text[]) AND words <> '{}'`;

const checkinsSql = `
  INSERT INTO checkins (checkin_id, booking_id) SELECT * FROM unnest($1::text[], $2::uuid[])
  ON CONFLICT DO NOTHING`;

const checkinsOf = (events: readonly Placed<BookingEvent>[]): readonly (readonly [string, string])[] =>
  events.flatMap(({ stream, ...event }) =>
    event.type === 'TicketAdmitted' && event.data.checkinId !== undefined
      ? [[event.data.checkinId, idOfStream(stream)] as const]
      : [],
  );

const applyBookings = async (
  events: readonly Placed<BookingEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const ids = [...new Set(events.map(({ stream }) => idOfStream(stream)))];
  const stored = (await transaction.query(storedSql, [ids])).map(bookingOfRow);
  const before = new Map(stored.map((row) => [row.booking.bookingId, row]));
  const rows = new Map<string, Row>();
  for (const event of events) {
    const id = idOfStream(event.stream);
    rows.set(id, applied(rows.get(id) ?? before.get(id), event));
  }
  const changed = [...rows.values()];
  await transaction.query(storeSql, [JSON.stringify(changed.map(storedOf))]);
  await storeDue(changed, transaction);
  const checkins = checkinsOf(events);
  if (checkins.length === 0) return;
  await transaction.query(checkinsSql, [checkins.map(([checkin]) => checkin), checkins.map(([, id]) => id)]);
};

const apply = async (
  events: readonly Placed<BookingEvent | CustomerEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const ofBookings: Placed<BookingEvent>[] = [];
  const erased: string[] = [];
  for (const event of events) {
    if (event.type === 'CustomerErased') erased.push(event.data.customerId);
    else ofBookings.push(event);
  }
  if (ofBookings.length > 0) await applyBookings(ofBookings, transaction);
  if (erased.length === 0) return;
  await transaction.query(erasedSql, [erased]);
  await transaction.query(forgetSql, [erased]);
};

export const bookingsProjection: Projection<BookingEvent | CustomerEvent> = {
  name: 'bookings',
  version: 9,
  categories: ['booking', 'customer'],
  definitions: { ...bookingEvents, ...customerEvents },
  tables,
  indexes,
  apply,
};
