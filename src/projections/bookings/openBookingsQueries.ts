import { z } from 'zod';
import { type StuckStep, stuckSteps } from '../../domain/booking/stuckPayments.ts';
import { idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import type { Page, PageRequest } from '../sql/page.ts';
import { bookingsProjection } from './bookingsProjection.ts';
import { bookingColumns, bookingOfRow } from './storedBooking.ts';

const schema = schemaOf(bookingsProjection);

const dueSql = `
  SELECT booking_id FROM ${schema}.due
  WHERE due_at <= $1::timestamptz AND ($2::uuid IS NULL OR booking_id > $2) ORDER BY booking_id LIMIT $3`;

const progressSql = `
  SELECT count(*) FILTER (WHERE status = 'confirmed' OR cinema_cancelled) AS bookings,
    count(*) FILTER (WHERE cinema_cancelled AND refunded) AS refunded
  FROM ${schema}.bookings WHERE showtime_id = $1`;

const stuckSql = `
  SELECT ${bookingColumns} FROM ${schema}.bookings
  WHERE stuck_at IS NOT NULL AND ($1::timestamptz IS NULL OR (stuck_at, booking_id) > ($1, $2::uuid))
  ORDER BY stuck_at, booking_id LIMIT $3`;

const stuckCountSql = `
  SELECT count(*)::integer AS stuck FROM ${schema}.bookings WHERE stuck_at IS NOT NULL`;

const cursorKind = 'stuck payments';
const cursorKey = z.tuple([instantSchema, idSchema]);
const stuckPageMax = 100;

export interface StuckPayment extends StuckStep {
  readonly bookingId: string;
}

export interface RefundProgress {
  /** Bookings that the cinema's cancellation concerns. */
  readonly bookings: number;
  /** Those of them that have all their money back. */
  readonly refunded: number;
}

/** All may throw ReadStoreUnavailable and ReadModelMissing, and may be behind the log. */
export interface OpenBookingsQueries {
  position(): Promise<Position>;
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /** Bookings, at most `limit` and by id after `after`, if given, that owe a step and of which too long nothing was heard. */
  due(nowMs: number, after: string | undefined, limit: number): Promise<readonly string[]>;
  /** What is stuck longest in each booking, the oldest first; at most a hundred a page. Throws InvalidCursor. */
  stuckPayments(page: PageRequest): Promise<Page<StuckPayment>>;
  stuckCount(): Promise<number>;
  /** How far the refunds of a cancelled showtime are. */
  refundProgress(showtimeId: string): Promise<RefundProgress>;
}

export const openBookingsQueries = (readStore: ReadStore): OpenBookingsQueries => {
  const watch = positionWatch(readStore, schema);
  return {
    position: watch.position,
    waitFor: watch.waitFor,
    due: async (nowMs, after, limit) => {
      const rows = await readStore.query(dueSql, [new Date(nowMs).toISOString(), after ?? null, limit]);
      return rows.map((row) => String(row.booking_id));
    },
    stuckPayments: async ({ limit, cursor }) => {
      const [stuckAt, bookingId] =
        cursor === undefined ? [null, null] : decodeCursor(cursorKind, cursorKey, cursor);
      const wanted = Math.min(limit, stuckPageMax);
      const rows = await readStore.query(stuckSql, [stuckAt, bookingId, wanted + 1]);
      const items = rows.slice(0, wanted).flatMap((row): readonly StuckPayment[] => {
        const { booking } = bookingOfRow(row);
        const [step] = stuckSteps(booking);
        return step === undefined ? [] : [{ bookingId: booking.bookingId, ...step }];
      });
      const last = items.at(-1);
      const isLast = rows.length <= wanted || last === undefined;
      return {
        items,
        nextCursor: isLast ? null : encodeCursor(cursorKind, [last.stuckAt, last.bookingId]),
      };
    },
    stuckCount: async () => Number((await readStore.query(stuckCountSql))[0]?.stuck ?? 0),
    refundProgress: async (showtimeId) => {
      const [row] = await readStore.query(progressSql, [showtimeId]);
      return { bookings: Number(row?.bookings ?? 0), refunded: Number(row?.refunded ?? 0) };
    },
  };
};
