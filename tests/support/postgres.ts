/** A Postgres of its own for one test file: the embedded one, in a temporary folder that goes with it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { AdapterLogger } from '../../src/adapters/AdapterLogger.ts';
import { startEmbeddedPostgres } from '../../src/adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { giveEmptyCluster } from './emptyCluster.ts';

export interface TestPostgres {
  /** The server's own database, as its superuser. */
  readonly connectionString: string;
  /** The connection string of a fresh, empty database. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

const ignore = (): void => undefined;

export const silentLogger: AdapterLogger = { info: ignore, warn: ignore, error: ignore };

/** Databases that come and go with their server need no disk that keeps promises, nor much memory. */
const settings = { fsync: 'off', full_page_writes: 'off', shared_buffers: '32MB', max_connections: '200' };

/** Runs one statement on a connection of its own. */
export const sqlOn = async (
  connectionString: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString });
  // The server may be killed by the very statement.
  client.on('error', ignore);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
};

/** `createDatabase` for any server. */
export const createDatabaseOn = async (serverUrl: string): Promise<string> => {
  const name = `marquee_test_${randomUUID().replaceAll('-', '')}`;
  await sqlOn(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
};

export const startTestPostgres = async (): Promise<TestPostgres> => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'marquee-test-'));
  await giveEmptyCluster(dataDir);
  const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger, settings });
  return {
    connectionString: server.connectionString,
    createDatabase: () => createDatabaseOn(server.connectionString),
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
