/** Lists of bookings, newest first. */
import { z } from 'zod';
import type { Booking, BookingStatus } from '../../domain/booking/BookingState.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore, SqlValue } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import type { Page, PageRequest } from '../sql/page.ts';
import type { HistoryEntry } from './bookingHistory.ts';
import { bookingsProjection } from './bookingsProjection.ts';
import { bookingColumns, bookingOfRow } from './storedBooking.ts';

const schema = schemaOf(bookingsProjection);
const pageLimitMax = 100;
const cursorKind = 'bookings';

/** All that are given must hold. */
export interface BookingsFilter {
  /** Any of these. */
  readonly customerIds?: readonly string[];
  /** Who gave this address, as a guest or signed in. */
  readonly address?: Address;
  readonly showtimeId?: string;
  readonly reference?: string;
  readonly status?: BookingStatus;
  /** Any of these. */
  readonly theaterIds?: readonly string[];
  /** Any of what is given here must hold. */
  readonly found?: BookingsFound;
}

type Address = { readonly guestId: string; readonly emailHash: string };

export interface BookingsFound {
  readonly reference?: string;
  readonly address?: Address;
  /** All of them, as hashed for one theater. */
  readonly words?: readonly string[];
  /** Any of them; see `seatDay`. */
  readonly seats?: readonly string[];
}

export interface BookingRow {
  /** As folded from its stream, without what is sealed. */
  readonly booking: Booking;
  readonly history: readonly HistoryEntry[];
}

export interface BookingsQueries {
  /** Up to where the read model has applied the log. */
  position(): Promise<Position>;
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /** Newest first. Throws InvalidCursor, ReadStoreUnavailable, ReadModelMissing. */
  bookings(filter: BookingsFilter, page: PageRequest): Promise<Page<BookingRow>>;
  /** Throws ReadStoreUnavailable, ReadModelMissing. */
  booking(id: string): Promise<BookingRow | undefined>;
  /** The id of the booking that a check-in admitted. Throws ReadStoreUnavailable, ReadModelMissing. */
  bookingOfCheckin(checkinId: string): Promise<string | undefined>;
}

const listSql = `
  SELECT ${bookingColumns} FROM ${schema}.bookings
  WHERE ($1::text[] IS NULL OR customer_id = ANY ($1))
    AND ($2::uuid IS NULL OR showtime_id = $2)
    AND ($3::text IS NULL OR reference = $3)
    AND ($4::text IS NULL OR status = $4)
    AND ($5::uuid[] IS NULL OR theater_id = ANY ($5))
    AND ($6::text IS NULL OR customer_id = $6 OR (email_hash = $7 AND NOT EXISTS (
      SELECT FROM ${schema}.erased WHERE erased.customer_id = bookings.customer_id)))
    AND ($8::boolean IS NOT TRUE OR reference = $9 OR seats && $10::text[]
      OR ((customer_id = $11 OR email_hash = $12 OR words @> $13::text[]) AND NOT EXISTS (
        SELECT FROM ${schema}.erased WHERE erased.customer_id = bookings.customer_id)))
    AND ($14::bigint IS NULL OR position < $14)
  ORDER BY position DESC LIMIT $15`;

const valuesOf = (filter: BookingsFilter): readonly SqlValue[] => {
  const { address, customerIds, showtimeId, reference, status, theaterIds, found } = filter;
  const given = [
    customerIds,
    showtimeId,
    reference,
    status,
    theaterIds,
    address?.guestId,
    address?.emailHash,
  ];
  const any = [
    found?.reference,
    found?.seats,
    found?.address?.guestId,
    found?.address?.emailHash,
    found?.words,
  ];
  return [...given.map((each) => each ?? null), found !== undefined, ...any.map((each) => each ?? null)];
};

const bookingSql = `SELECT ${bookingColumns} FROM ${schema}.bookings WHERE booking_id = $1`;
const checkinSql = `SELECT booking_id FROM ${schema}.checkins WHERE checkin_id = $1`;
const checkinRows = z.array(z.object({ booking_id: z.string() }));

const cursorKey = z.tuple([z.string().regex(/^[0-9]{20}$/)]);

export const bookingsQueries = (readStore: ReadStore): BookingsQueries => {
  const watch = positionWatch(readStore, schema);
  return {
    position: watch.position,
    waitFor: watch.waitFor,
    booking: async (id) => (await readStore.query(bookingSql, [id])).map(bookingOfRow)[0],
    bookingOfCheckin: async (checkinId) =>
      checkinRows.parse(await readStore.query(checkinSql, [checkinId]))[0]?.booking_id,
    bookings: async (filter, { cursor, limit }) => {
      const [before] = cursor === undefined ? [null] : decodeCursor(cursorKind, cursorKey, cursor);
      const asked = Math.min(limit, pageLimitMax);
      // One row more than the page says whether there is a next one.
      const asking = [...valuesOf(filter), before, asked + 1];
      const rows = (await readStore.query(listSql, asking)).map(bookingOfRow);
      const page = rows.slice(0, asked);
      const last = page.at(-1);
      const nextCursor =
        rows.length > asked && last !== undefined ? encodeCursor(cursorKind, [last.position]) : null;
      return { items: page.map(({ booking, history }) => ({ booking, history })), nextCursor };
    },
  };
};
