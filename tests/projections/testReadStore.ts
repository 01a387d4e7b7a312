/** A database of its own for one test file, on the Postgres that the tests were given. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { openPostgresReadStore } from '../../src/adapters/postgres-read/PostgresReadStore.ts';
import type { ReadStore } from '../../src/ports/ReadStore.ts';

const serverUrl = process.env.TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export interface TestDatabase {
  readonly url: string;
  /** Another store on the same database: what a second process would have. */
  openReadStore(): ReadStore;
  /** Runs one statement on a connection of its own. */
  sql(statement: string, params?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

const runOnce = async (
  url: string,
  statement: string,
  params: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement, [...params])).rows;
  } finally {
    await client.end();
  }
};

export const createTestDatabase = async (): Promise<TestDatabase> => {
  const name = `marquee_read_${randomUUID().replaceAll('-', '')}`;
  await runOnce(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const stores: ReadStore[] = [];
  return {
    url: url.href,
    openReadStore: () => {
      const store = openPostgresReadStore({ url: url.href });
      stores.push(store);
      return store;
    },
    sql: (statement, params) => runOnce(url.href, statement, params),
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await runOnce(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
};
