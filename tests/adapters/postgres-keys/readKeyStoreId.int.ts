import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { readKeyStoreId } from '../../../src/adapters/postgres-keys/readKeyStoreId.ts';
import { silentLogger, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => await server.stop());

const read = async (url: string): Promise<string> => {
  const database = openDatabase(url, silentLogger);
  try {
    return await readKeyStoreId({ database });
  } finally {
    await database.close();
  }
};

it('is made with the key store and stays', async () => {
  const [one, other] = [await server.createDatabase(), await server.createDatabase()];
  const ids = await Promise.all([read(one), read(one), read(other)]);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(await read(one)).toBe(ids[0]);
});
