import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openIdentityKey } from '../../../src/adapters/postgres-keys/openIdentityKey.ts';
import {
  MasterKeyMissing,
  openPostgresKeyStore,
} from '../../../src/adapters/postgres-keys/PostgresKeyStore.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => await server.stop());

const parts = () => ({ masterKey: randomBytes(32), identityKey: randomBytes(32) });
type Parts = ReturnType<typeof parts>;

/** As a node starts: the identity key first, then the store. */
const start = async (url: string, current: Parts, older: readonly Parts[] = []): Promise<Uint8Array> => {
  const database = openDatabase(url, silentLogger);
  try {
    const key = await openIdentityKey({ database, current, older });
    await openPostgresKeyStore({
      database,
      masterKey: current.masterKey,
      olderMasterKeys: older.map(({ masterKey }) => masterKey),
      logger: silentLogger,
    });
    return Buffer.from(key);
  } finally {
    await database.close();
  }
};

it('keeps the key that the first secret made, whatever the secret is later', async () => {
  const url = await server.createDatabase();
  const [first, second, third] = [parts(), parts(), parts()];
  expect(await Promise.all([start(url, first), start(url, first)])).toEqual([
    first.identityKey,
    first.identityKey,
  ]);
  expect(await start(url, second, [first])).toEqual(first.identityKey);
  expect(await start(url, second)).toEqual(first.identityKey);
  await expect(start(url, third)).rejects.toThrow(MasterKeyMissing);
  await expect(start(url, third)).rejects.toThrow(
    /^the identity key stands under master key \w+, but this program has \w+: programs on one log must share DATABASE_URL and MARQUEE_SECRET/,
  );
  expect(await start(url, third, [second])).toEqual(first.identityKey);
  const rows = await sqlOn(url, 'select * from customer_keys.shared_keys');
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(JSON.stringify(first.identityKey).slice(1, -1));
});

it('takes the key that was in use before, when the secret changes with the update to this version', async () => {
  const url = await server.createDatabase();
  const [before, after] = [parts(), parts()];
  const database = openDatabase(url, silentLogger);
  const store = await openPostgresKeyStore({
    database,
    masterKey: before.masterKey,
    logger: silentLogger,
  });
  await store.seal(randomUUID(), 'kept from before');
  await database.close();
  expect(await start(url, after, [before])).toEqual(before.identityKey);
});
