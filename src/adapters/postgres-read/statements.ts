import { type ClientBase, Pool, type QueryConfig } from 'pg';
import {
  type Checkpoint,
  ReadModelMissing,
  ReadStoreUnavailable,
  type SqlRow,
  type SqlValue,
} from '../../ports/ReadStore.ts';
import { isLostConnection, sqlFailure } from './sqlFailure.ts';

/** The version suffix protects other schemas from a mistaken drop. */
const schemaPattern = /^[a-z][a-z0-9_]{0,40}_v[0-9]{1,6}$/;

export const checked = (schema: string): string => {
  if (!schemaPattern.test(schema)) throw new Error(`${schema} is not a read model's schema name`);
  return schema;
};

export const run = async (
  client: ClientBase | Pool,
  sql: string,
  params: readonly SqlValue[] = [],
  timeoutMs?: number,
): Promise<readonly SqlRow[]> => {
  const limit = timeoutMs === undefined ? {} : { query_timeout: timeoutMs };
  const query = { text: sql, values: [...params], ...limit };
  if (client instanceof Pool) return await readFrom(client, query);
  try {
    return (await client.query<SqlRow>(query)).rows;
  } catch (error) {
    throw sqlFailure(error);
  }
};

/** A connection that was idle may have been lost without the pool having noticed. */
const readFrom = async (pool: Pool, query: QueryConfig): Promise<readonly SqlRow[]> => {
  try {
    return await runInPool(pool, query);
  } catch (error) {
    if (!(error instanceof ReadStoreUnavailable && isLostConnection(error.cause))) throw error;
    return await runInPool(pool, query);
  }
};

/** `Pool.query` closes its connection after any error, and the checkpoint of a missing model is asked for often. */
const runInPool = async (pool: Pool, query: QueryConfig): Promise<readonly SqlRow[]> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw sqlFailure(error);
  });
  let broken = false;
  const onError = (): void => {
    broken = true;
  };
  client.on('error', onError);
  try {
    return (await client.query<SqlRow>(query)).rows;
  } catch (error) {
    const failure = sqlFailure(error);
    if (failure instanceof ReadStoreUnavailable) broken = true;
    throw failure;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
};

export const runScript = async (client: ClientBase, sql: string): Promise<void> => {
  try {
    await client.query(sql);
  } catch (error) {
    throw sqlFailure(error);
  }
};

export const readCheckpoint = async (
  client: ClientBase | Pool,
  schema: string,
): Promise<Checkpoint | undefined> => {
  try {
    const [row] = await run(
      client,
      `SELECT position, log_id, tableoid::text AS build FROM ${checked(schema)}.checkpoint`,
    );
    if (row === undefined) return undefined;
    return { position: String(row.position), logId: String(row.log_id), build: String(row.build) };
  } catch (error) {
    if (error instanceof ReadModelMissing) return undefined;
    throw error;
  }
};

export const inTransaction = async <Result>(
  pool: Pool,
  opening: string,
  work: (client: ClientBase) => Promise<{ readonly commit: boolean; readonly result: Result }>,
): Promise<Result> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw sqlFailure(error);
  });
  let broken = false;
  const onError = (): void => {
    broken = true;
  };
  // The pool listens to idle connections only; an unhandled loss between two statements ends the process.
  client.on('error', onError);
  try {
    await runScript(client, `BEGIN; ${opening}`);
    const { commit, result } = await work(client);
    await runScript(client, commit ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    if (error instanceof ReadStoreUnavailable) broken = true;
    if (!broken) {
      await runScript(client, 'ROLLBACK').catch(() => {
        broken = true;
      });
    }
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
};
