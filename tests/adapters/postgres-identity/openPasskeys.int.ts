/** The store of passkeys on a real Postgres. */
import { afterAll, beforeAll } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openPasskeys } from '../../../src/adapters/postgres-identity/openPasskeys.ts';
import { passkeyStoreContract } from '../../contracts/passkeyStoreContract.ts';
import { silentLogger, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

const folder = new URL('../../../src/adapters/postgres-identity/migrations/', import.meta.url);
let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());

passkeyStoreContract('the store of passkeys on Postgres', async () => {
  const database = openDatabase(await server.createDatabase(), silentLogger);
  const store = openPasskeys(await database.ready({ schema: 'identity', folder }));
  return { store, close: () => database.close() };
});
