import pg from 'pg';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { tellIdleLoss } from '../tellIdleLoss.ts';
import { type Migrations, migrate } from './migrate.ts';

const limits = { connectionsMax: 8, connectMs: 3_000, statementMs: 5_000 } as const;

/** A commit is on disk when it is answered, whatever the server or the role has set. */
const session = `
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/** The pool for what is neither the event log nor the read side: customers' keys, the simulated gateway, webhooks. */
export interface Database {
  /** The pool, once the schema is up to date. Rejects with MigrationRefused and with the driver's errors. */
  ready(migrations: Migrations): Promise<pg.Pool>;
  close(): Promise<void>;
}

/** Connects when a schema is asked for. `connectionString`: the user may create schemas. */
export const openDatabase = (connectionString: string, logger: AdapterLogger): Database => {
  const pool = new pg.Pool({
    connectionString,
    max: limits.connectionsMax,
    connectionTimeoutMillis: limits.connectMs,
    query_timeout: limits.statementMs,
    keepAlive: true,
    application_name: 'marquee',
    onConnect: async (client) => void (await client.query(session)),
  });
  tellIdleLoss(pool, logger, 'to the database');
  let closed: Promise<void> | undefined;
  return {
    ready: async (migrations) => {
      await migrate(pool, migrations);
      return pool;
    },
    close: () => {
      closed ??= pool.end();
      return closed;
    },
  };
};
