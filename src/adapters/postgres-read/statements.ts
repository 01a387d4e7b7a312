import { type ClientBase, Pool, type QueryConfig, type QueryResult } from 'pg';
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

/** For a statement that goes over whole tables: enough for many millions of rows. */
export const wholeTableMs = 1_800_000;

const limitOf = (timeoutMs: number | undefined) =>
  timeoutMs === undefined ? {} : { query_timeout: timeoutMs };

export const run = async (
  client: ClientBase | Pool,
  sql: string,
  params: readonly SqlValue[] = [],
  timeoutMs?: number,
): Promise<readonly SqlRow[]> => {
  const query = { text: sql, values: [...params], ...limitOf(timeoutMs) };
  return client instanceof Pool ? await readFrom(client, query) : await runWith(client, query);
};

/** Connections that were idle may have been lost without the pool having noticed; each leaves it when it is used. */
const readFrom = async (pool: Pool, query: QueryConfig): Promise<readonly SqlRow[]> => {
  for (let repeats = Math.max(1, pool.idleCount); ; repeats -= 1) {
    try {
      return await runInPool(pool, query);
    } catch (error) {
      const isLost = error instanceof ReadStoreUnavailable && isLostConnection(error.cause);
      if (!isLost || repeats === 0) throw error;
    }
  }
};

/** A connection keeps the plan of each; the models have about fifty. */
const preparedMax = 500;
const prepared = new Map<string, string>();

const nameOf = (key: string): string | undefined => {
  const known = prepared.get(key);
  if (known !== undefined || prepared.size === preparedMax) return known;
  const name = `read-model-${prepared.size}`;
  prepared.set(key, name);
  return name;
};

/** For one of a few statements that are sent again and again while the same schema is searched: it is planned once. */
export const runPrepared = (
  client: ClientBase,
  schema: string,
  sql: string,
  params: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> => {
  const name = nameOf(`${schema} ${sql}`);
  return runWith(client, { ...(name === undefined ? {} : { name }), text: sql, values: [...params] });
};

/** The pool listens to idle connections only; an unhandled loss between two statements ends the process. */
const withClient = async <Result>(
  pool: Pool,
  work: (client: ClientBase, connection: { isBroken: boolean }) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect().catch((error: unknown) => {
    throw sqlFailure(error);
  });
  const connection = { isBroken: false };
  const onError = (): void => {
    connection.isBroken = true;
  };
  client.on('error', onError);
  try {
    return await work(client, connection);
  } catch (error) {
    if (error instanceof ReadStoreUnavailable) connection.isBroken = true;
    throw error;
  } finally {
    client.off('error', onError);
    client.release(connection.isBroken);
  }
};

const runWith = async (client: ClientBase, query: QueryConfig): Promise<readonly SqlRow[]> => {
  try {
    return (await client.query<SqlRow>(query)).rows;
  } catch (error) {
    throw sqlFailure(error);
  }
};

/** `Pool.query` closes its connection after any error, and the checkpoint of a missing model is asked for often. */
const runInPool = (pool: Pool, query: QueryConfig): Promise<readonly SqlRow[]> =>
  withClient(pool, (client) => runWith(client, query));

/** The results of its statements, in order. */
export const runScript = async (
  client: ClientBase,
  sql: string,
  timeoutMs?: number,
): Promise<readonly QueryResult<SqlRow>[]> => {
  try {
    const query: QueryConfig = { text: sql, ...limitOf(timeoutMs) };
    // One result, or one per statement where there are several; the driver's types know only the first.
    const results: QueryResult<SqlRow> | readonly QueryResult<SqlRow>[] = await client.query<SqlRow>(query);
    return [results].flat();
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

/** `opening` is sent together with BEGIN; `work` gets the results of its statements. */
export const inTransaction = <Result>(
  pool: Pool,
  opening: string,
  work: (
    client: ClientBase,
    opened: readonly QueryResult<SqlRow>[],
  ) => Promise<{ readonly commit: boolean; readonly result: Result }>,
): Promise<Result> =>
  withRollback(pool, async (client) => {
    const [, ...opened] = await runScript(client, `BEGIN; ${opening}`);
    const { commit, result } = await work(client, opened);
    await runScript(client, commit ? 'COMMIT' : 'ROLLBACK');
    return result;
  });

/** A transaction that needs no answer on its way. */
export const inOneTrip = (pool: Pool, sql: string): Promise<readonly QueryResult<SqlRow>[]> =>
  withRollback(pool, async (client) => (await runScript(client, `BEGIN; ${sql}; COMMIT`)).slice(1, -1));

const withRollback = <Result>(pool: Pool, work: (client: ClientBase) => Promise<Result>): Promise<Result> =>
  withClient(pool, async (client, connection) => {
    try {
      return await work(client);
    } catch (error) {
      if (!(connection.isBroken || error instanceof ReadStoreUnavailable)) {
        await runScript(client, 'ROLLBACK').catch(() => {
          connection.isBroken = true;
        });
      }
      throw error;
    }
  });
