import { z } from 'zod';
import { type Booking, withoutBoxes } from '../../domain/booking/BookingState.ts';
import { bookingDecider } from '../../domain/booking/bookingDecider.ts';
import { type BookingEvent, bookingEvents } from '../../domain/booking/events.ts';
import { type CustomerEvent, customerEvents } from '../../domain/customer/events.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
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
    email_hash text COLLATE "C",
    status text NOT NULL,
    booking jsonb NOT NULL,
    history jsonb NOT NULL
  );
  CREATE INDEX ON bookings (customer_id, position);
  CREATE INDEX ON bookings (showtime_id, position);
  CREATE INDEX ON bookings (reference);
  CREATE INDEX ON bookings (email_hash, position) WHERE email_hash IS NOT NULL;
  CREATE TABLE checkins (checkin_id text COLLATE "C" PRIMARY KEY, booking_id text COLLATE "C" NOT NULL);
  -- Erased customers are not found by address any more. A table of its own, because streams may come in any order.
  CREATE TABLE erased (customer_id text COLLATE "C" PRIMARY KEY);
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
    booking_id, position, reference, showtime_id, theater_id, customer_id, email_hash, status, booking, history)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::jsonb[], $10::jsonb[])
  ON CONFLICT (booking_id) DO UPDATE SET
    customer_id = excluded.customer_id, email_hash = excluded.email_hash, status = excluded.status,
    booking = excluded.booking, history = excluded.history`;

const applied = (row: Row | undefined, event: Placed<BookingEvent>): Row => {
  const state = bookingDecider.evolve(row?.booking ?? bookingDecider.initialState, event);
  if (state.status === 'none') throw new Error(`${event.type} left no booking`);
  const history = withEvent(row?.history ?? [], event.type, event.at);
  return { position: row?.position ?? event.position, booking: state, history };
};

const erasedSql = `
  INSERT INTO erased (customer_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`;

const checkinsSql = `
  INSERT INTO checkins (checkin_id, booking_id) SELECT * FROM unnest($1::text[], $2::text[])
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
  const stored = z.array(storedSchema).parse(await transaction.query(storedSql, [ids]));
  const rows = new Map<string, Row>(stored.map(({ booking_id, ...row }) => [booking_id, row]));
  for (const event of events) {
    const id = idOfStream(event.stream);
    rows.set(id, applied(rows.get(id), event));
  }
  const all = [...rows.values()];
  const texts = <Text extends string | null>(textOf: (row: Row) => Text): readonly Text[] => all.map(textOf);
  await transaction.query(storeSql, [
    [...rows.keys()],
    texts(({ position }) => position),
    texts(({ booking }) => booking.reference),
    texts(({ booking }) => booking.showtimeId),
    texts(({ booking }) => booking.theaterId),
    texts(({ booking }) => booking.customerId),
    texts(({ booking }) => booking.emailHash ?? null),
    texts(({ booking }) => booking.status),
    texts(({ booking }) => JSON.stringify(withoutBoxes(booking))),
    texts(({ history }) => JSON.stringify(history)),
  ]);
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
  if (erased.length > 0) await transaction.query(erasedSql, [erased]);
  if (ofBookings.length > 0) await applyBookings(ofBookings, transaction);
};

export const bookingsProjection: Projection<BookingEvent | CustomerEvent> = {
  name: 'bookings',
  version: 5,
  categories: ['booking', 'customer'],
  definitions: { ...bookingEvents, ...customerEvents },
  tables,
  apply,
};
