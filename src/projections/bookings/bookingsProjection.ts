/**
 * Every booking as its own stream says, to be listed by customer, showtime or reference. What tells who the customer
 * is, even sealed, must not enter, nor the means of payment.
 */
import { z } from 'zod';
import type { Booking, SealedValue } from '../../domain/booking/BookingState.ts';
import { bookingDecider } from '../../domain/booking/bookingDecider.ts';
import { type BookingEvent, bookingEvents } from '../../domain/booking/events.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import { type Placed, type Projection, streamIdOf } from '../runner/Projection.ts';
import { type HistoryEntry, withEvent } from './bookingHistory.ts';

const tables = `
  CREATE TABLE bookings (
    booking_id text COLLATE "C" PRIMARY KEY,
    -- Of the first event: newest first is the order of every list.
    position text COLLATE "C" NOT NULL UNIQUE,
    reference text COLLATE "C" NOT NULL,
    showtime_id text COLLATE "C" NOT NULL,
    theater_id text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    status text NOT NULL,
    booking jsonb NOT NULL,
    history jsonb NOT NULL
  );
  CREATE INDEX ON bookings (customer_id, position);
  CREATE INDEX ON bookings (showtime_id, position);
  CREATE INDEX ON bookings (reference);
`;

interface Row {
  readonly position: string;
  readonly booking: Booking;
  readonly history: readonly HistoryEntry[];
}

/** The model's own writing, so only its outline is looked at. */
const object = z.custom<Booking>((value) => typeof value === 'object' && value !== null);
const entries = z.custom<readonly HistoryEntry[]>(Array.isArray);
const storedSchema = z.object({
  booking_id: z.string(),
  position: z.string(),
  booking: object,
  history: entries,
});

const storedSql = `
  SELECT booking_id, position, booking, history FROM bookings WHERE booking_id = ANY ($1::text[])`;

const storeSql = `
  INSERT INTO bookings (
    booking_id, position, reference, showtime_id, theater_id, customer_id, status, booking, history)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::jsonb[], $9::jsonb[])
  ON CONFLICT (booking_id) DO UPDATE SET
    customer_id = excluded.customer_id, status = excluded.status,
    booking = excluded.booking, history = excluded.history`;

const blank = ({ customerId }: SealedValue): SealedValue => ({ customerId, box: '' });

/** A booking without its boxes: this model needs to be told nothing when a person is erased. */
const withoutBoxes = (booking: Booking): Booking => ({
  ...booking,
  customer: blank(booking.customer),
  attempts: booking.attempts.map((attempt) => ({ ...attempt, token: blank(attempt.token) })),
});

const applied = (row: Row | undefined, event: Placed<BookingEvent>): Row => {
  const state = bookingDecider.evolve(row?.booking ?? bookingDecider.initialState, event);
  if (state.status === 'none') throw new Error(`${event.type} left no booking`);
  const history = withEvent(row?.history ?? [], event.type, event.at);
  return { position: row?.position ?? event.position, booking: state, history };
};

const apply = async (
  events: readonly Placed<BookingEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const ids = [...new Set(events.map(({ stream }) => streamIdOf(stream)))];
  const stored = z.array(storedSchema).parse(await transaction.query(storedSql, [ids]));
  const rows = new Map<string, Row>(stored.map(({ booking_id, ...row }) => [booking_id, row]));
  for (const event of events) {
    const id = streamIdOf(event.stream);
    rows.set(id, applied(rows.get(id), event));
  }
  const all = [...rows.values()];
  const texts = (textOf: (row: Row) => string): readonly string[] => all.map(textOf);
  await transaction.query(storeSql, [
    [...rows.keys()],
    texts(({ position }) => position),
    texts(({ booking }) => booking.reference),
    texts(({ booking }) => booking.showtimeId),
    texts(({ booking }) => booking.theaterId),
    texts(({ booking }) => booking.customerId),
    texts(({ booking }) => booking.status),
    texts(({ booking }) => JSON.stringify(withoutBoxes(booking))),
    texts(({ history }) => JSON.stringify(history)),
  ]);
};

export const bookingsProjection: Projection<BookingEvent> = {
  name: 'bookings',
  version: 1,
  categories: ['booking'],
  definitions: bookingEvents,
  tables,
  apply,
};
