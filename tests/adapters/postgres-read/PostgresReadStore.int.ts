/** The read store on a real Postgres. */
import { expect, it } from 'vitest';
import { openPostgresReadStore } from '../../../src/adapters/postgres-read/PostgresReadStore.ts';
import { ReadStoreUnavailable, StatementRefused } from '../../../src/ports/ReadStore.ts';
import { readStoreContract } from '../../contracts/readStoreContract.ts';
import { createTestDatabase } from '../../projections/testReadStore.ts';

const applicationOf = { reads: 'marquee-read', locks: 'marquee-leader' } as const;

readStoreContract('Postgres', async () => {
  const database = await createTestDatabase();
  return {
    ...database,
    cut: (connections) =>
      database.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '${applicationOf[connections]}'`,
      ),
  };
});

it('says that Postgres is away', async () => {
  const nowhere = openPostgresReadStore({ url: 'postgres://postgres@127.0.0.1:1/none' });
  await expect(nowhere.query('SELECT 1')).rejects.toThrow(ReadStoreUnavailable);
  await expect(nowhere.lead('things_v1')).rejects.toThrow(ReadStoreUnavailable);
  await nowhere.close();
});

it('keeps its connections when a statement is refused, and when the model is missing', async () => {
  const database = await createTestDatabase();
  const store = database.openReadStore({ poolMax: 1 });
  const backend = async () => (await store.query('SELECT pg_backend_pid() AS pid'))[0]?.pid;
  const before = await backend();
  await expect(store.query('SELECT nothing')).rejects.toThrow(StatementRefused);
  expect(await store.checkpoint('missing_v1')).toBeUndefined();
  expect(await backend()).toBe(before);
  await database.close();
});
