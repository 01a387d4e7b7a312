/** Revocations on a real Postgres: another node hears of them, a restart keeps them, ended ones go. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import {
  type OpenedRevocations,
  openRevocations,
} from '../../../src/adapters/postgres-identity/openRevocations.ts';
import { IdentityStoreUnavailable } from '../../../src/ports/Revocations.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

const readEveryMs = 50;
const folder = new URL('../../../src/adapters/postgres-identity/migrations/', import.meta.url);
let server: TestPostgres;
let url: string;
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  server = await startTestPostgres();
});
beforeEach(async () => {
  url = await server.createDatabase();
});
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});
afterAll(() => server.stop());

const openNode = async (): Promise<OpenedRevocations> => {
  const database = openDatabase(url, silentLogger);
  opened.push(database);
  const revocations = await openRevocations(
    await database.ready({ schema: 'identity', folder }),
    silentLogger,
    readEveryMs,
  );
  opened.push(revocations);
  return revocations;
};
const inAnHour = () => Date.now() + 3_600_000;

it('is heard of by another node, and by one that starts later', async () => {
  const [one, two] = [await openNode(), await openNode()];
  const id = randomUUID();
  expect([one.isRevoked(id), two.isRevoked(id)]).toEqual([false, false]);
  await one.revoke(id, inAnHour());
  expect(one.isRevoked(id)).toBe(true);
  await eventually(() => expect(two.isRevoked(id)).toBe(true), 20_000);
  expect((await openNode()).isRevoked(id)).toBe(true);
});

it('of many rows reads them all', async () => {
  await openNode();
  await sqlOn(
    url,
    `insert into identity.revocations (id, until)
     select rtrim(translate(encode(sha256(convert_to('id-' || n, 'UTF8')), 'base64'), '+/', '-_'), '='),
       now() + interval '1 hour' from generate_series(1, 12000) n`,
  );
  await sqlOn(url, `update identity.revocations set revoked_at = clock_timestamp()`);
  const late = await openNode();
  expect(['id-1', 'id-6000', 'id-12000'].map((id) => late.isRevoked(id))).toEqual([true, true, true]);
});

it('that has ended is not read again, and says so when it cannot be kept', async () => {
  const node = await openNode();
  await node.revoke('over', Date.now() - 1_000);
  expect((await openNode()).isRevoked('over')).toBe(false);
  await node.revoke('twice', inAnHour());
  await node.revoke('twice', Date.now() - 1_000);
  expect((await openNode()).isRevoked('twice')).toBe(true);
  await sqlOn(url, 'drop table identity.revocations');
  await expect(node.revoke('x', inAnHour())).rejects.toThrow(IdentityStoreUnavailable);
});
