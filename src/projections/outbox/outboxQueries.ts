/** Asks which messages are owed and which were given up. Sending them is the asker's. */
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

// Messages of one booking go out one after the other, or the refund might come before the cancellation.
const owedSql = `
  SELECT * FROM (
    SELECT DISTINCT ON (booking_id) message_id, booking_id, kind, cancellation_id, position,
      coalesce(retried_at, owed_at) AS owed_at
    FROM ${schema}.messages WHERE settled IS NULL AND position IS NOT NULL AND NOT (booking_id = ANY ($1::text[]))
    ORDER BY booking_id, revision
  ) AS next
  ORDER BY position LIMIT $2`;

const parkedSql = `
  SELECT message_id, booking_id, kind, why, owed_at, settled_at FROM ${schema}.messages
  WHERE settled = 'parked' AND (settled_at, message_id) < ($1::timestamptz, $2)
  ORDER BY settled_at DESC, message_id DESC LIMIT $3`;

const cursorKind = 'parked messages';
const cursorKey = z.tuple([instantSchema, z.string()]);
const parkedPageMax = 100;

const countSql = `
  SELECT count(*) FILTER (WHERE settled IS NULL)::integer AS owed,
    count(*) FILTER (WHERE settled = 'parked')::integer AS parked
  FROM ${schema}.messages WHERE settled IS NULL OR settled = 'parked'`;

const owedRow = z.object({
  message_id: z.string(),
  booking_id: z.string(),
  kind: messageKindSchema,
  cancellation_id: z.string().nullable(),
  owed_at: z.date(),
});

const parkedRow = z.object({
  message_id: z.string(),
  booking_id: z.string(),
  kind: messageKindSchema,
  why: parkedWhySchema,
  owed_at: z.date().nullable(),
  settled_at: z.date(),
});

const countRow = z.object({ owed: z.int(), parked: z.int() });

const readOwed = (row: unknown) => {
  const { message_id, booking_id, kind, cancellation_id, owed_at } = owedRow.parse(row);
  return {
    messageId: message_id,
    bookingId: booking_id,
    kind,
    ...(cancellation_id === null ? {} : { cancellationId: cancellation_id }),
    owedAtMs: owed_at.getTime(),
  };
};

const readParked = (row: unknown) => {
  const { message_id, booking_id, kind, why, owed_at, settled_at } = parkedRow.parse(row);
  return {
    messageId: message_id,
    bookingId: booking_id,
    kind,
    why,
    ...(owed_at === null ? {} : { owedAt: owed_at.toISOString() }),
    parkedAt: settled_at.toISOString(),
  };
};

export type OwedMessage = ReturnType<typeof readOwed>;
/** Instants are ISO 8601 UTC. */
export type ParkedMessage = ReturnType<typeof readParked>;

/** All but `waitFor` throw ReadStoreUnavailable and ReadModelMissing. */
export interface OutboxQueries {
  position(): Promise<Position>;
  waitFor(position: Position, deadlineMs: number): Promise<Position>;
  /**
   * The first message owed to each booking that is not among `except`, the one that waits longest first, at most
   * `limit`. As far as the model knows: whoever sends one must look whether it is settled.
   */
  owedMessages(except: readonly string[], limit: number): Promise<readonly OwedMessage[]>;
  /** Messages that were given up, the latest first; at most a hundred a page. Throws InvalidCursor. */
  parkedMessages(page: PageRequest): Promise<Page<ParkedMessage>>;
  counts(): Promise<{ readonly owed: number; readonly parked: number }>;
}

export const outboxQueries = (readStore: Pick<ReadStore, 'query' | 'checkpoint'>): OutboxQueries => {
  const watch = positionWatch(readStore, schema);
  return {
    position: watch.position,
    waitFor: watch.waitFor,
    owedMessages: async (except, limit) => (await readStore.query(owedSql, [except, limit])).map(readOwed),
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
