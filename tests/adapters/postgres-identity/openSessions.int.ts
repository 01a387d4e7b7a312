/** The session store on a real Postgres: the contract, and that old sessions go. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openSessions } from '../../../src/adapters/postgres-identity/openSessions.ts';
import { IdentityStoreUnavailable } from '../../../src/ports/Revocations.ts';
import { sessionStoreContract } from '../../contracts/sessionStoreContract.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

const folder = new URL('../../../src/adapters/postgres-identity/migrations/', import.meta.url);
let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());

const open = async () => {
  const url = await server.createDatabase();
  const database = openDatabase(url, silentLogger);
  const store = openSessions(await database.ready({ schema: 'identity', folder }));
  return { url, store, close: () => database.close() };
};

sessionStoreContract('the session store on Postgres', open);

it('deletes what ended or expired before an instant, and says when it cannot be asked', async () => {
  const { url, store, close } = await open();
  const nowMs = Date.now();
  const start = (startedAtMs: number) =>
    store.start({ id: randomUUID(), subject: 's', startedAtMs, expiresAtMs: startedAtMs + 1_000 });
  const [, ended, running] = [await start(nowMs - 9_000), await start(nowMs), await start(nowMs)];
  await store.end(ended.id, 's', nowMs - 4_000 + 4_001);
  await store.forget(nowMs - 2_000);
  const left = await sqlOn(url, 'select id from identity.sessions order by id');
  expect(left.map(({ id }) => id).sort()).toEqual([ended.id, running.id].sort());
  await sqlOn(url, 'drop table identity.sessions');
  await expect(store.find(ended.id, nowMs)).rejects.toThrow(IdentityStoreUnavailable);
  await close();
});
