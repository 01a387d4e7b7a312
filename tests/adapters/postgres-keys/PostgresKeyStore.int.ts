/** The key store on a real Postgres: the contract, what stands in the table, master keys, and an engine that is away. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import {
  MasterKeyMissing,
  openPostgresKeyStore,
} from '../../../src/adapters/postgres-keys/PostgresKeyStore.ts';
import { KeyStoreUnavailable } from '../../../src/ports/KeyStore.ts';
import { keyStoreContract } from '../../contracts/keyStoreContract.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => await server.stop());

const masterKey = randomBytes(32);
const openStore = async (
  connectionString: string,
  current = masterKey,
  older: readonly Uint8Array[] = [],
  limits: Parameters<typeof openDatabase>[2] = {},
) => {
  const database = openDatabase(connectionString, silentLogger, limits);
  try {
    const store = await openPostgresKeyStore({
      database,
      masterKey: current,
      olderMasterKeys: older,
      logger: silentLogger,
    });
    return { ...store, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
};
type OpenedStore = Awaited<ReturnType<typeof openStore>>;

keyStoreContract('Postgres', async () => {
  const url = await server.createDatabase();
  const store = await openStore(url);
  return { store, another: () => openStore(url), close: () => store.close() };
});

describe('the key table', () => {
  let url: string;
  let store: OpenedStore;
  beforeAll(async () => {
    url = await server.createDatabase();
    store = await openStore(url);
  });
  afterAll(async () => await store.close());

  it('holds no key in clear, and after an erasure nothing but that it was', async () => {
    const customerId = randomUUID();
    await store.seal(customerId, 'secret');
    const row = async () =>
      (await sqlOn(url, 'select * from customer_keys.keys where customer_id = $1', [customerId]))[0];
    // Version, nonce and tag around 32 bytes.
    expect((await row())?.wrapped).toHaveLength(1 + 12 + 32 + 16);
    await store.destroy(customerId);
    expect(await row()).toEqual({
      ...{ customer_id: customerId, wrapped: null, master_key_id: null },
      ...{ made_at: expect.any(Date), destroyed_at: expect.any(Date) },
    });
    const before = await row();
    await store.destroy(customerId);
    expect(await row()).toEqual(before);
  });

  it('opens nothing with the key of one value after 15 minutes, and deletes it by age', async () => {
    const [old, young] = [await store.sealBriefly('tok_old'), await store.sealBriefly('tok_young')];
    const age = `update customer_keys.brief_keys set made_at = now() - interval '15 minutes' where key_id = $1`;
    await sqlOn(url, age, [old.customerId]);
    expect(await store.openBrief(old)).toBeUndefined();
    expect(await store.openBrief(young)).toBe('tok_young');
    expect(await store.destroyOldBrief()).toBe(1);
    const left = await sqlOn(url, 'select key_id from customer_keys.brief_keys', []);
    expect(left).toEqual([{ key_id: young.customerId }]);
  });

  it('makes a key durable before it is used, even where the role would not wait for the disk', async () => {
    const lazy = await server.createDatabase();
    await sqlOn(lazy, `alter database ${new URL(lazy).pathname.slice(1)} set synchronous_commit = off`);
    await sqlOn(
      lazy,
      `create function note() returns trigger language plpgsql as
       $$ begin raise exception '%', current_setting('synchronous_commit'); end $$`,
    );
    const waiting = await openStore(lazy);
    await sqlOn(
      lazy,
      'create trigger note before insert on customer_keys.keys for each row execute function note()',
    );
    await expect(waiting.seal(randomUUID(), 1)).rejects.toThrow(/ on$/);
    await waiting.close();
  });

  it('does not open a key that was moved to another customer', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    await store.seal(one, 1);
    const sealed = await store.seal(two, 2);
    await sqlOn(
      url,
      `update customer_keys.keys set wrapped = (select wrapped from customer_keys.keys where customer_id = $1)
       where customer_id = $2`,
      [one, two],
    );
    await expect(store.open(sealed)).rejects.toThrow(KeyStoreUnavailable);
  });
});

describe('a change of the master key', () => {
  it('moves every key under the new one; the old one may go', async () => {
    const url = await server.createDatabase();
    const [old, next] = [randomBytes(32), randomBytes(32)];
    const before = await openStore(url, old);
    // More than one page of them.
    const customers = Array.from({ length: 1_100 }, () => randomUUID());
    const sealed = await Promise.all(customers.map((id) => before.seal(id, id)));
    await before.destroy(customers[0] ?? '');
    await expect(openStore(url, next)).rejects.toThrow(MasterKeyMissing);

    const moving = await openStore(url, next, [old]);
    expect(await Promise.all(sealed.map((each) => moving.open(each)))).toEqual([
      undefined,
      ...customers.slice(1),
    ]);
    await Promise.all([before.close(), moving.close()]);
    const after = await openStore(url, next);
    expect(await Promise.all(sealed.map((each) => after.open(each)))).toEqual([
      undefined,
      ...customers.slice(1),
    ]);
    await after.close();
  });

  it('is not missed by a node that has only the new one', async () => {
    const url = await server.createDatabase();
    const [old, next] = [randomBytes(32), randomBytes(32)];
    const oldNode = await openStore(url, old);
    const nextNode = await openStore(url, next);
    const sealed = await oldNode.seal(randomUUID(), 1);
    await expect(nextNode.open(sealed)).rejects.toThrow(KeyStoreUnavailable);
    await Promise.all([oldNode.close(), nextNode.close()]);
  });
});

it('says that it is away, and goes on by itself once the engine is back', async () => {
  const url = await server.createDatabase();
  const store = await openStore(url);
  const customerId = randomUUID();
  const sealed = await store.seal(customerId, 1);
  const name = new URL(url).pathname.slice(1);
  await sqlOn(server.connectionString, `alter database ${name} allow_connections false`);
  await sqlOn(
    server.connectionString,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
    [name],
  );
  await expect(store.open(sealed)).rejects.toThrow(KeyStoreUnavailable);
  await expect(store.seal(customerId, 2)).rejects.toThrow(KeyStoreUnavailable);
  await expect(store.destroy(customerId)).rejects.toThrow(KeyStoreUnavailable);
  await sqlOn(server.connectionString, `alter database ${name} allow_connections true`);
  expect(await store.open(sealed)).toBe(1);
  await store.close();
});

it('does not wait for ever for an engine that accepts and says nothing', async () => {
  const mute = createServer();
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `postgres://root@127.0.0.1:${port}/none`;
  await expect(openStore(url, masterKey, [], { connectMs: 200 })).rejects.toThrow(/timeout/i);
  mute.close();
}, 10_000);
