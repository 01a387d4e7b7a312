import type { Position, RecordedEvent } from '../../ports/EventStore.ts';
import type { ReadStore, ReadTransaction, SqlRow } from '../../ports/ReadStore.ts';

/** With more, the program does not fit its log: the projection fails instead. */
export const parkedStreamsMax = 1_000;
const errorCharsMax = 2_000;

export interface ParkedStream {
  readonly stream: string;
  readonly position: Position;
  readonly revision: number;
  readonly type: string;
  readonly error: string;
  readonly waiting: number;
}

const parkedStreamOf = (row: SqlRow): ParkedStream => ({
  stream: String(row.stream),
  position: String(row.position),
  revision: Number(row.revision),
  type: String(row.type),
  error: String(row.error),
  waiting: Number(row.waiting),
});

/** Oldest first. Throws as `ReadStore.query` does. */
export const readParkedStreams = async (
  readStore: Pick<ReadStore, 'query'>,
  schema: string,
): Promise<readonly ParkedStream[]> => {
  const rows = await readStore.query(
    `SELECT stream, position, revision, type, error, waiting FROM ${schema}.parked ORDER BY position LIMIT $1`,
    [parkedStreamsMax],
  );
  return rows.map(parkedStreamOf);
};

const textOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    .replaceAll('\0', '')
    .slice(0, errorCharsMax);

/** @param waiting how many later events of the stream have been passed over so far */
export const parkStream = async (
  transaction: ReadTransaction,
  event: RecordedEvent,
  error: unknown,
  waiting = 0,
): Promise<void> => {
  await transaction.query(
    `INSERT INTO parked (stream, position, revision, type, error, waiting) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (stream) DO UPDATE SET position = excluded.position, revision = excluded.revision,
       type = excluded.type, error = excluded.error, waiting = excluded.waiting`,
    [event.stream, event.position, event.revision, event.type, textOf(error), waiting],
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

export const unparkStream = async (transaction: ReadTransaction, stream: string): Promise<void> => {
  await transaction.query('DELETE FROM parked WHERE stream = $1', [stream]);
};
