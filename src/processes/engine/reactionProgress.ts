import type { ParkedStream } from '../../following/parkedStreams.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { Checkpoint, ReadModel, ReadStore, ReadTransaction } from '../../ports/ReadStore.ts';

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

export const writeParked = async (transaction: ReadTransaction, parked: ParkedStream): Promise<void> => {
  const { stream, revision, position, type, error } = parked;
  await transaction.query(
    `INSERT INTO parked (stream, revision, position, type, error) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, position = excluded.position,
       type = excluded.type, error = excluded.error`,
    [stream, revision, position, type, error],
  );
};
