/**
 * Read models in Postgres: one schema per model, holding its tables and a one-row checkpoint that moves in the same
 * transaction as the rows. What the tables mean must not enter.
 */
import { type ClientBase, Pool } from 'pg';
import { positionStart } from '../../ports/EventStore.ts';
import {
  type Checkpoint,
  ReadModelMissing,
  type ReadStore,
  ReadStoreUnavailable,
  type SqlRow,
  type SqlValue,
} from '../../ports/ReadStore.ts';
import { leaderSession } from './leaderSession.ts';
import { sqlFailure } from './sqlFailure.ts';

export interface PostgresReadStoreOptions {
  /** `postgres://user@host:port/database`. The user may create schemas. */
  readonly url: string;
  /** Connections for queries and batches; one more holds the locks. */
  readonly poolMax?: number;
  /** How long one statement may take before its connection is given up. */
  readonly statementTimeoutMs?: number;
}

const defaults = { poolMax: 10, statementTimeoutMs: 15_000, connectTimeoutMs: 3_000 } as const;

/** The version at the end keeps a slip from ever dropping somebody else's schema. */
const schemaPattern = /^[a-z][a-z0-9_]{0,40}_v[0-9]{1,6}$/;

const checked = (schema: string): string => {
  if (!schemaPattern.test(schema)) throw new Error(`${schema} is not a read model's schema name`);
  return schema;
};

const run = async (
  client: ClientBase | Pool,
  sql: string,
  params: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> => {
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql, [...params]);
    return rows;
  } catch (error) {
    throw sqlFailure(error);
  }
};

/** Several statements without parameters, in one call. */
const runScript = async (client: ClientBase, sql: string): Promise<void> => {
  try {
    await client.query(sql);
  } catch (error) {
    throw sqlFailure(error);
  }
};

const readCheckpoint = async (client: ClientBase | Pool, schema: string): Promise<Checkpoint | undefined> => {
  try {
    const [row] = await run(client, `SELECT position, log_id FROM ${checked(schema)}.checkpoint`);
    return row === undefined ? undefined : { position: String(row.position), logId: String(row.log_id) };
  } catch (error) {
    if (error instanceof ReadModelMissing) return undefined;
    throw error;
  }
};

const inTransaction = async <Result>(
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
  // The pool listens only while a connection is idle; unheard, a loss between two statements ends the process.
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

const createModel = async (client: ClientBase, schema: string, tables: string, logId: string) => {
  // Two that make the same model at once take turns; the second finds it made.
  await run(client, "SELECT pg_advisory_xact_lock(hashtextextended('make read model ' || $1, 0))", [schema]);
  const [existing] = await run(client, 'SELECT to_regclass($1) IS NOT NULL AS there', [
    `${schema}.checkpoint`,
  ]);
  const checkpoint = existing?.there === true ? await readCheckpoint(client, schema) : undefined;
  if (checkpoint !== undefined) return checkpoint;
  // Tables without a checkpoint are remains: nobody can say what was applied to them.
  await runScript(
    client,
    `DROP SCHEMA IF EXISTS ${schema} CASCADE;
     CREATE SCHEMA ${schema};
     SET LOCAL search_path TO ${schema};
     CREATE TABLE checkpoint (
       one boolean PRIMARY KEY DEFAULT true CHECK (one),
       position text COLLATE "C" NOT NULL,
       log_id text NOT NULL
     );
     ${tables}`,
  );
  await run(client, 'INSERT INTO checkpoint (position, log_id) VALUES ($1, $2)', [positionStart, logId]);
  return { position: positionStart, logId };
};

export const openPostgresReadStore = (options: PostgresReadStoreOptions): ReadStore => {
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolMax ?? defaults.poolMax,
    connectionTimeoutMillis: defaults.connectTimeoutMs,
    query_timeout: options.statementTimeoutMs ?? defaults.statementTimeoutMs,
    keepAlive: true,
    application_name: 'marquee-read',
  });
  // An idle connection that is lost is replaced when the next one is needed; there is nobody to tell here.
  pool.on('error', () => undefined);
  const leaders = leaderSession(options.url);
  let closing: Promise<void> | undefined;

  return {
    query: (sql, params) => run(pool, sql, params),

    checkpoint: (schema) => readCheckpoint(pool, schema),

    create: ({ schema, tables }, logId) =>
      inTransaction(pool, '', async (client) => ({
        commit: true,
        result: await createModel(client, checked(schema), tables, logId),
      })),

    drop: async (schema) => {
      await run(pool, `DROP SCHEMA IF EXISTS ${checked(schema)} CASCADE`);
    },

    advance: (schema, from, to, work) =>
      inTransaction(
        pool,
        // Rows and checkpoint are lost or kept together, so a crash of the engine costs only a little reading again.
        `SET LOCAL search_path TO ${checked(schema)}; SET LOCAL synchronous_commit TO off`,
        async (client) => {
          const moved = await run(
            client,
            `UPDATE ${schema}.checkpoint SET position = $1 WHERE position = $2 AND log_id = $3 RETURNING position`,
            [to, from.position, from.logId],
          );
          if (moved.length === 0) return { commit: false, result: 'moved' as const };
          await work({ query: (sql, params) => run(client, sql, params) });
          return { commit: true, result: 'applied' as const };
        },
      ),

    lead: (schema) => leaders.lead(checked(schema)),

    close: () => {
      closing ??= Promise.all([leaders.close(), pool.end()]).then(() => undefined);
      return closing;
    },
  };
};
