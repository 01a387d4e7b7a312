import type { Position } from '../../ports/EventStore.ts';
import type { Checkpoint, ReadModel, ReadStore, ReadTransaction } from '../../ports/ReadStore.ts';

/** More than this is no poison but a program that does not fit its log: the reaction stops instead. */
export const parkedStreamsMax = 1_000;
const errorCharsMax = 2_000;

/** A stream whose event could not be reacted to. Later events of the stream wait behind it. */
export interface ParkedStream {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly type: string;
  readonly error: string;
}

// `begun` is written together with the first checkpoint, so an interrupted begin is repeated.
const tables = `
  CREATE TABLE begun (one boolean PRIMARY KEY DEFAULT true CHECK (one));
  CREATE TABLE parked (
    stream text PRIMARY KEY,
    position text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    type text NOT NULL,
    error text NOT NULL
  );`;

export const reactionSchemaOf = (name: string): string => `reaction_${name}_v1`;

export const progressTables = (name: string): ReadModel => ({ schema: reactionSchemaOf(name), tables });

/** Another process moved the checkpoint: this one no longer leads. */
class CheckpointLost extends Error {
  override readonly name = 'CheckpointLost';
}

export const requireMoved = (name: string, outcome: 'applied' | 'moved'): void => {
  if (outcome === 'moved') throw new CheckpointLost(`the checkpoint of reaction ${name} was moved elsewhere`);
};

export const hasBegun = async (readStore: Pick<ReadStore, 'query'>, name: string): Promise<boolean> =>
  (await readStore.query(`SELECT one FROM ${reactionSchemaOf(name)}.begun`)).length > 0;

/** Answers `moved` when another process wrote the checkpoint since it was read. */
export const recordBegin = (
  readStore: Pick<ReadStore, 'advance'>,
  name: string,
  from: Checkpoint,
  begun: { readonly position: Position; readonly parked: readonly ParkedStream[] },
): Promise<'applied' | 'moved'> =>
  readStore.advance(reactionSchemaOf(name), from, begun.position, async (transaction) => {
    await transaction.query('INSERT INTO begun DEFAULT VALUES');
    for (const each of begun.parked) await writeParked(transaction, each);
  });

export const readParked = async (
  readStore: Pick<ReadStore, 'query'>,
  name: string,
): Promise<readonly ParkedStream[]> => {
  const rows = await readStore.query(
    `SELECT stream, revision, position, type, error FROM ${reactionSchemaOf(name)}.parked
     ORDER BY position LIMIT $1`,
    [parkedStreamsMax],
  );
  return rows.map((row) => ({
    stream: String(row.stream),
    revision: Number(row.revision),
    position: String(row.position),
    type: String(row.type),
    error: String(row.error),
  }));
};

const textOf = (error: unknown): string =>
  (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    .replaceAll('\0', '')
    .slice(0, errorCharsMax);

export const parkedOf = (
  { stream, revision, position, type }: Omit<ParkedStream, 'error'>,
  error: unknown,
): ParkedStream => ({ stream, revision, position, type, error: textOf(error) });

export const writeParked = async (transaction: ReadTransaction, parked: ParkedStream): Promise<void> => {
  const { stream, revision, position, type, error } = parked;
  await transaction.query(
    `INSERT INTO parked (stream, revision, position, type, error) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, position = excluded.position,
       type = excluded.type, error = excluded.error`,
    [stream, revision, position, type, error],
  );
};

export const deleteParked = async (transaction: ReadTransaction, stream: string): Promise<void> => {
  await transaction.query('DELETE FROM parked WHERE stream = $1', [stream]);
};
