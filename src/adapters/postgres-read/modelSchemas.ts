import type { ClientBase, Pool } from 'pg';
import { positionStart } from '../../ports/EventStore.ts';
import { type Checkpoint, type ReadModel, ReadModelMissing } from '../../ports/ReadStore.ts';
import { sqlStateOf } from './sqlFailure.ts';
import { checked, inTransaction, readCheckpoint, run, runScript, wholeTableMs } from './statements.ts';

/** A batch of a writer takes less. */
const writerWaitMs = 10_000;
/** A vanished process has released its lock by then. */
const heldStillMsMax = 15_000;
/** Later readers queue behind this lock request. Well below `deadlock_timeout`. */
const readersWaitMs = 100;
/** lock_not_available, deadlock_detected. */
const lockStates = new Set(['55P03', '40P01']);

const takeTurn = async (client: ClientBase, schema: string): Promise<void> => {
  await run(client, "SELECT pg_advisory_xact_lock(hashtextextended('make read model ' || $1, 0))", [schema]);
};

const isThere = async (client: ClientBase, schema: string): Promise<boolean> => {
  const [row] = await run(client, 'SELECT to_regclass($1) IS NOT NULL AS there', [`${schema}.checkpoint`]);
  return row?.there === true;
};

const checkpointIfThere = async (client: ClientBase, schema: string): Promise<Checkpoint | undefined> =>
  (await isThere(client, schema)) ? await readCheckpoint(client, schema) : undefined;

export const createModel = (pool: Pool, { schema, tables }: ReadModel, logId: string): Promise<Checkpoint> =>
  inTransaction(pool, '', async (client) => {
    await takeTurn(client, checked(schema));
    const existing = await checkpointIfThere(client, schema);
    if (existing !== undefined) return { commit: true, result: existing };
    // Without a checkpoint it is unknown what was applied to the tables.
    await runScript(
      client,
      `DROP SCHEMA IF EXISTS ${schema} CASCADE;
       CREATE SCHEMA ${schema};
       SET LOCAL search_path TO ${schema};
       CREATE TABLE checkpoint (
         one boolean PRIMARY KEY DEFAULT true CHECK (one),
         position text COLLATE "C" NOT NULL,
         log_id text NOT NULL,
         is_indexed boolean NOT NULL DEFAULT false
       );
       ${tables}`,
    );
    await run(client, 'INSERT INTO checkpoint (position, log_id) VALUES ($1, $2)', [positionStart, logId]);
    const made = await readCheckpoint(client, schema);
    if (made === undefined) throw new Error(`the checkpoint of ${schema} is not there after its making`);
    return { commit: true, result: made };
  });

export const indexModel = (pool: Pool, schema: string, indexes: string): Promise<void> =>
  inTransaction(pool, '', async (client) => {
    await takeTurn(client, checked(schema));
    const mark = `UPDATE ${schema}.checkpoint SET is_indexed = true WHERE NOT is_indexed RETURNING one`;
    const marked = await run(client, mark);
    if (marked.length === 1) {
      await runScript(client, `SET LOCAL search_path TO ${schema}; ${indexes}`, wholeTableMs);
    }
    return { commit: true, result: undefined };
  });

export const dropModel = (pool: Pool, schema: string, build: string | undefined): Promise<void> =>
  inTransaction(pool, '', async (client) => {
    await takeTurn(client, checked(schema));
    const standing = build === undefined ? undefined : await checkpointIfThere(client, schema);
    const isAnother = standing !== undefined && standing.build !== build;
    if (!isAnother) await run(client, `DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    return { commit: true, result: undefined };
  });

export const holdStill = async (client: ClientBase, schema: string): Promise<Checkpoint> => {
  await runScript(
    client,
    `SET LOCAL lock_timeout = ${writerWaitMs};
     SET LOCAL idle_in_transaction_session_timeout = ${heldStillMsMax}`,
  );
  await run(client, `LOCK TABLE ${checked(schema)}.checkpoint IN SHARE ROW EXCLUSIVE MODE`);
  const live = await readCheckpoint(client, schema);
  if (live === undefined) throw new ReadModelMissing(`read model ${schema} has no checkpoint`);
  return live;
};

/** All at once, so that no statement sees old and new tables. */
const lockTables = async (client: ClientBase, schema: string): Promise<boolean> => {
  const rows = await run(
    client,
    `SELECT quote_ident(relname) AS name FROM pg_class
     WHERE relnamespace = to_regnamespace($1)::oid AND relkind = 'r' ORDER BY relname`,
    [schema],
  );
  const tables = rows.map(({ name }) => `${schema}.${String(name)}`);
  await run(client, `SET LOCAL lock_timeout = ${readersWaitMs}`);
  try {
    await run(client, `LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
    return true;
  } catch (error) {
    if (error instanceof Error && lockStates.has(sqlStateOf(error.cause) ?? '')) return false;
    throw error;
  }
};

export const replaceModel = (
  pool: Pool,
  schema: string,
  copy: string,
  align: (live: Checkpoint | undefined) => Promise<Checkpoint>,
): Promise<'replaced' | 'busy'> =>
  inTransaction(pool, '', async (client) => {
    await takeTurn(client, checked(schema));
    const live = (await isThere(client, schema)) ? await holdStill(client, schema) : undefined;
    const aligned = await align(live);
    if (live !== undefined && !(await lockTables(client, schema))) return { commit: false, result: 'busy' };
    const standing = await readCheckpoint(client, checked(copy));
    if (standing?.build !== aligned.build || standing.position !== aligned.position) {
      throw new Error(`${copy} is not what was aligned: another process has changed it`);
    }
    if (live !== undefined && standing.position < live.position) {
      throw new Error(`${copy} is behind ${schema} and must not replace it`);
    }
    await runScript(
      client,
      `DROP SCHEMA IF EXISTS ${schema} CASCADE; ALTER SCHEMA ${copy} RENAME TO ${schema}`,
    );
    return { commit: true, result: 'replaced' };
  });
