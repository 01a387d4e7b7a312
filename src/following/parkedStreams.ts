import type { Position, RecordedEvent } from '../ports/EventStore.ts';
import type { ReadStore, ReadTransaction, SqlRow } from '../ports/ReadStore.ts';

/** With more, the program does not fit its log: the reader fails instead. */
export const parkedStreamsMax = 1_000;
const errorCharsMax = 2_000;

/** A stream whose event a reader of the log could not take. Later events of the stream wait behind it. */
export interface ParkedStream {
  readonly stream: string;
  readonly position: Position;
  readonly revision: number;
  readonly type: string;
  readonly error: string;
  /** How many later events of the stream were passed over so far, where that is counted. */
  readonly waiting?: number;
}

const parkedStreamOf = (row: SqlRow): ParkedStream => ({
  stream: String(row.stream),
  position: String(row.position),
  revision: Number(row.revision),
  type: String(row.type),
  error: String(row.error),
  ...(row.waiting === undefined ? {} : { waiting: Number(row.waiting) }),
});

/** Oldest first. Throws as `ReadStore.query` does. */
export const readParkedStreams = async (
  readStore: Pick<ReadStore, 'query'>,
  schema: string,
): Promise<readonly ParkedStream[]> => {
  const rows = await readStore.query(`SELECT * FROM ${schema}.parked ORDER BY position LIMIT $1`, [
    parkedStreamsMax,
  ]);
  return rows.map(parkedStreamOf);
};

const textOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    .replaceAll('\0', '')
    .slice(0, errorCharsMax);

export const parkedOf = (
  { stream, revision, position, type }: Pick<RecordedEvent, 'stream' | 'revision' | 'position' | 'type'>,
  error: unknown,
): ParkedStream => ({ stream, revision, position, type, error: textOf(error) });

export const unparkStream = async (transaction: ReadTransaction, stream: string): Promise<void> => {
  await transaction.query('DELETE FROM parked WHERE stream = $1', [stream]);
};
