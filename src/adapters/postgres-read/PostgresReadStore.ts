import { escapeLiteral, Pool, type QueryResult } from 'pg';
import type { Position } from '../../ports/EventStore.ts';
import type { Checkpoint, ReadStore, SqlRow, SqlValue } from '../../ports/ReadStore.ts';
import { compareModels } from './compareModels.ts';
import { guardReads, readTimeoutMs } from './guardedReads.ts';
import { leaderSession } from './leaderSession.ts';
import { createModel, dropModel, indexModel, replaceModel } from './modelSchemas.ts';
import { isOfAReplacedTable } from './sqlFailure.ts';
import { checked, inOneTrip, inTransaction, readCheckpoint, run, runPrepared } from './statements.ts';

export interface PostgresReadStoreOptions {
  readonly url: string;
  /** Without the connection that holds the locks. */
  readonly poolMax?: number;
  readonly statementTimeoutMs?: number;
}

const defaults = { poolMax: 10, statementTimeoutMs: 15_000, connectTimeoutMs: 3_000 } as const;

const noticeLostClients = `
  SELECT set_config('client_connection_check_interval', '1000', false)
  WHERE current_setting('server_version_num')::integer >= 140000`;

const read = async (
  pool: Pool,
  sql: string,
  params: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> => {
  try {
    return await run(pool, sql, params, readTimeoutMs);
  } catch (error) {
    if (!isOfAReplacedTable(error)) throw error;
    return await run(pool, sql, params, readTimeoutMs);
  }
};

/** Rows and checkpoint commit together, so a crash only repeats the last batches. */
const moving = (schema: string, from: Checkpoint, to: Position): string => `
  SET LOCAL search_path TO ${checked(schema)}; SET LOCAL synchronous_commit TO off;
  UPDATE ${schema}.checkpoint SET position = ${escapeLiteral(to)}
  WHERE position = ${escapeLiteral(from.position)} AND log_id = ${escapeLiteral(from.logId)}
    AND tableoid = ${escapeLiteral(from.build)}::oid`;

const outcomeOf = (moved: readonly QueryResult[]): 'applied' | 'moved' =>
  moved.at(-1)?.rowCount === 1 ? 'applied' : 'moved';

export const openPostgresReadStore = (options: PostgresReadStoreOptions): ReadStore => {
  const pool = new Pool({
    connectionString: options.url,
    max: options.poolMax ?? defaults.poolMax,
    connectionTimeoutMillis: defaults.connectTimeoutMs,
    query_timeout: options.statementTimeoutMs ?? defaults.statementTimeoutMs,
    keepAlive: true,
    application_name: 'marquee-read',
    onConnect: async (client) => void (await client.query(noticeLostClients).catch(() => undefined)),
  });
  pool.on('error', () => undefined);
  const leaders = leaderSession(options.url);
  const guarded = guardReads();
  let closing: Promise<void> | undefined;

  return {
    query: (sql, params, kind = 'other') => guarded(kind, () => read(pool, sql, params)),

    checkpoint: (schema) => guarded('checkpoints', () => readCheckpoint(pool, schema)),

    create: (model, logId) => createModel(pool, model, logId),

    index: (schema, indexes) => indexModel(pool, schema, indexes),

    drop: (schema, build) => dropModel(pool, schema, build),

    compare: (schema, copy, align) => compareModels(pool, schema, copy, align),

    replace: (schema, copy, align) => replaceModel(pool, schema, copy, align),

    advance: async (schema, from, to, work) => {
      const opening = moving(schema, from, to);
      if (work === undefined) return outcomeOf(await inOneTrip(pool, opening));
      return inTransaction(pool, opening, async (client, opened) => {
        const result = outcomeOf(opened);
        if (result === 'moved') return { commit: false, result };
        await work({ query: (sql, params) => runPrepared(client, schema, sql, params) });
        return { commit: true, result };
      });
    },

    lead: (schema) => leaders.lead(checked(schema)),

    close: () => {
      closing ??= Promise.all([leaders.close(), pool.end()]).then(() => undefined);
      return closing;
    },
  };
};
