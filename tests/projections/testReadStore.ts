/** A database of its own for one test file, on a Postgres of its own or on the one that `DATABASE_URL_TEST` names. */
import {
  openPostgresReadStore,
  type PostgresReadStoreOptions,
} from '../../src/adapters/postgres-read/PostgresReadStore.ts';
import type { ReadStore } from '../../src/ports/ReadStore.ts';
import { createDatabaseOn, sqlOn, startTestPostgres } from '../support/postgres.ts';

export interface TestDatabase {
  /** Another store on the same database: what a second process would have. */
  openReadStore(options?: Omit<PostgresReadStoreOptions, 'url'>): ReadStore;
  /** Runs one statement on a connection of its own. */
  sql(statement: string, params?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}

export const createTestDatabase = async (): Promise<TestDatabase> => {
  const givenUrl = process.env.DATABASE_URL_TEST;
  const server = givenUrl === undefined ? await startTestPostgres() : undefined;
  const serverUrl = server?.connectionString ?? givenUrl ?? '';
  const url = await createDatabaseOn(serverUrl);
  const stores: ReadStore[] = [];
  return {
    openReadStore: (options) => {
      const store = openPostgresReadStore({ ...options, url });
      stores.push(store);
      return store;
    },
    sql: (statement, params) => sqlOn(url, statement, params),
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await sqlOn(serverUrl, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
      await server?.stop();
    },
  };
};
