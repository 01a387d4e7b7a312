import pg from 'pg';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { tellIdleLoss } from '../tellIdleLoss.ts';
import { type Migrations, migrate } from './migrate.ts';

const defaults = { connectionsMax: 16, connectMs: 3_000, statementMs: 5_000 };

/** Overrides what the server or the role sets. */
const session = `
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

export interface Database {
  /** Rejects with MigrationRefused and the driver's errors. */
  ready(migrations: Migrations): Promise<pg.Pool>;
  close(): Promise<void>;
}

export const openDatabase = (
  connectionString: string,
  logger: AdapterLogger,
  changed: Partial<typeof defaults> = {},
): Database => {
  const limits = { ...defaults, ...changed };
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
