import { parkedOf } from '../../following/parkedStreams.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';

/** @param waiting how many later events of the stream have been passed over so far */
export const parkStream = async (
  transaction: ReadTransaction,
  event: RecordedEvent,
  error: unknown,
  waiting = 0,
): Promise<void> => {
  const { stream, position, revision, type, error: text } = parkedOf(event, error);
  await transaction.query(
    `INSERT INTO parked (stream, position, revision, type, error, waiting) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (stream) DO UPDATE SET position = excluded.position, revision = excluded.revision,
       type = excluded.type, error = excluded.error, waiting = excluded.waiting`,
    [stream, position, revision, type, text, waiting],
  );
};

export const countWaiting = async (
  transaction: ReadTransaction,
  waiting: ReadonlyMap<string, number>,
): Promise<void> => {
  await transaction.query(
    `UPDATE parked SET waiting = parked.waiting + more.count
     FROM unnest($1::text[], $2::bigint[]) AS more (stream, count) WHERE parked.stream = more.stream`,
    [[...waiting.keys()], [...waiting.values()]],
  );
};
