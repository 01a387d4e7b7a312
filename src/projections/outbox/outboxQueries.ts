import { z } from 'zod';
import { instantSchema } from '../../domain/kernel/ids.ts';
import { messageKindSchema, parkedWhySchema } from '../../domain/notification/events.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import type { Page, PageRequest } from '../sql/page.ts';
import { outboxProjection } from './outboxProjection.ts';

const schema = schemaOf(outboxProjection);

// Messages of one source go out one after the other, or the refund might come before the cancellation.
const dueSql = `
  SELECT message_id, kind, booking_id, cancellation_id, owed_at, tries, cause_id, correlation_id
  FROM ${schema}.messages AS message
  WHERE parked_at IS NULL AND due_at <= $1::timestamptz AND (tries > 0) = $2
    AND NOT EXISTS (SELECT FROM ${schema}.messages AS earlier WHERE earlier.parked_at IS NULL
      AND earlier.source_id = message.source_id AND earlier.revision < message.revision)
  ORDER BY due_at, position LIMIT $3`;

const parkedSql = `
  SELECT message_id, booking_id, kind, why, owed_at, parked_at FROM ${schema}.messages
  WHERE parked_at IS NOT NULL AND (parked_at, message_id) < ($1::timestamptz, $2)
  ORDER BY parked_at DESC, message_id DESC LIMIT $3`;

const cursorKind = 'parked messages';
const cursorKey = z.tuple([instantSchema, z.string()]);
const parkedPageMax = 100;

const countSql = `
  SELECT count(*) FILTER (WHERE parked_at IS NULL)::integer AS owed,
    count(*) FILTER (WHERE parked_at IS NOT NULL)::integer AS parked
  FROM ${schema}.messages`;

const owedRow = z.object({
  message_id: z.string(),
  booking_id: z.string().nullable(),
  kind: messageKindSchema,
  cancellation_id: z.string().nullable(),
  owed_at: z.date(),
  tries: z.int(),
  cause_id: z.string(),
  correlation_id: z.string(),
});

const parkedRow = z.object({
  message_id: z.string(),
  booking_id: z.string().nullable(),
  kind: messageKindSchema,
  why: parkedWhySchema,
  owed_at: z.date().nullable(),
  parked_at: z.date(),
});

const countRow = z.object({ owed: z.int(), parked: z.int() });

const readOwed = (row: unknown) => {
  const { message_id, booking_id, kind, cancellation_id, owed_at, tries, cause_id, correlation_id } =
    owedRow.parse(row);
  return {
    messageId: message_id,
    ...(booking_id === null ? {} : { bookingId: booking_id }),
    kind,
    ...(cancellation_id === null ? {} : { cancellationId: cancellation_id }),
    owedAtMs: owed_at.getTime(),
    tries,
    cause: { id: cause_id, correlationId: correlation_id },
  };
};

const readParked = (row: unknown) => {
  const { message_id, booking_id, kind, why, owed_at, parked_at } = parkedRow.parse(row);
  return {
    messageId: message_id,
    ...(booking_id === null ? {} : { bookingId: booking_id }),
    kind,
    why,
    ...(owed_at === null ? {} : { owedAt: owed_at.toISOString() }),
    parkedAt: parked_at.toISOString(),
  };
};

export type OwedMessage = ReturnType<typeof readOwed>;
/** Instants are ISO 8601 UTC. */
export type ParkedMessage = ReturnType<typeof readParked>;

/** All but `waitFor` throw ReadStoreUnavailable and ReadModelMissing. */
export interface OutboxQueries {
  position(): Promise<Position>;
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /**
   * Messages that are due, longest overdue first: those that were never tried, or those that failed before. Of each
   * source only its first owed message. The model may be behind, so the sender asks the message's stream too.
   */
  due(lane: 'first' | 'retry', nowMs: number, limit: number): Promise<readonly OwedMessage[]>;
  /** Messages that were given up, the latest first; at most a hundred a page. Throws InvalidCursor. */
  parkedMessages(page: PageRequest): Promise<Page<ParkedMessage>>;
  counts(): Promise<{ readonly owed: number; readonly parked: number }>;
}

export const outboxQueries = (readStore: Pick<ReadStore, 'query' | 'checkpoint'>): OutboxQueries => {
  const watch = positionWatch(readStore, schema);
  return {
    position: watch.position,
    waitFor: watch.waitFor,
    due: async (lane, nowMs, limit) => {
      const params = [new Date(nowMs).toISOString(), lane === 'retry', limit];
      return (await readStore.query(dueSql, params)).map(readOwed);
    },
    parkedMessages: async ({ limit, cursor }) => {
      const [parkedAt, messageId] =
        cursor === undefined ? ['infinity', ''] : decodeCursor(cursorKind, cursorKey, cursor);
      const wanted = Math.min(limit, parkedPageMax);
      const rows = await readStore.query(parkedSql, [parkedAt, messageId, wanted + 1]);
      const items = rows.slice(0, wanted).map(readParked);
      const last = items.at(-1);
      const isLast = rows.length <= wanted || last === undefined;
      return {
        items,
        nextCursor: isLast ? null : encodeCursor(cursorKind, [last.parkedAt, last.messageId]),
      };
    },
    counts: async () => countRow.parse((await readStore.query(countSql))[0]),
  };
};
