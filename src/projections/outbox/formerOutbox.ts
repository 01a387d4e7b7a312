import { type Position, positionStart } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';

/** Version 2 was made from the bookings themselves. */
const schema = 'outbox_v2';

const lastSettledSql = `
  SELECT max(position) AS position FROM ${schema}.messages
  WHERE position < (SELECT min(position) FROM ${schema}.messages WHERE settled IS NULL)`;

const isOwingSql = `
  SELECT EXISTS (SELECT FROM ${schema}.messages WHERE settled IS NULL AND position IS NOT NULL) AS owing`;

/**
 * The position before the first booking event whose message was still owed by the former outbox, or up to where that
 * has read the log if it owed none. The log's start when it does not exist or belongs to another log. Throws
 * ReadStoreUnavailable.
 */
export const formerOutboxEnd = async (
  readStore: Pick<ReadStore, 'query' | 'checkpoint'>,
  logId: string,
): Promise<Position> => {
  const checkpoint = await readStore.checkpoint(schema);
  if (checkpoint?.logId !== logId) return positionStart;
  const [asked] = await readStore.query(isOwingSql);
  if (asked?.owing !== true) return checkpoint.position;
  const [last] = await readStore.query(lastSettledSql);
  return typeof last?.position === 'string' ? last.position : positionStart;
};
