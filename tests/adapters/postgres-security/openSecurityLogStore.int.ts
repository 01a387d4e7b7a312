/** The security log on a real Postgres, and what someone with the program's own connection can do to it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openSecurityLogStore } from '../../../src/adapters/postgres-security/openSecurityLogStore.ts';
import { SecurityLogUnavailable } from '../../../src/ports/SecurityLog.ts';
import { entry, securityLogContract } from '../../contracts/securityLogContract.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';
import { uuid } from '../../support/showtimes.ts';

const folder = new URL('../../../src/adapters/postgres-security/migrations/', import.meta.url);
let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(() => server.stop());

const openOn = async (url: string) => {
  const database = openDatabase(url, silentLogger);
  const store = openSecurityLogStore(await database.ready({ schema: 'security', folder }));
  return { store, close: () => database.close() };
};

securityLogContract('the security log on Postgres', async () => openOn(await server.createDatabase()));

const kept = 'entries of the security log are kept as they are';

it('lets no one change a young entry or delete it, one by one or all at once', async () => {
  const url = await server.createDatabase();
  const { store, close } = await openOn(url);
  const young = entry(1, { atMs: Date.now() });
  await store.append([young]);
  for (const attack of [
    `update security.entries set actor = null`,
    `delete from security.entries`,
    `truncate security.entries`,
  ]) {
    await expect(sqlOn(url, attack)).rejects.toThrow(kept);
  }
  expect(await store.read({}, { limit: 5 })).toEqual([young]);
  await close();
});

it('serves a program whose role does not own it and can only add, read and forget', async () => {
  const url = await server.createDatabase();
  await (await openOn(url)).close();
  await sqlOn(
    url,
    `create role box_office login password 'box'; create role keeper nologin;
     alter table security.entries owner to keeper; alter function security.keep_entries owner to keeper;
     grant create on database ${new URL(url).pathname.slice(1)} to box_office;
     grant usage, create on schema security to box_office;
     grant select, insert, update on security.migrations to box_office;
     grant select, insert, delete on security.entries to box_office`,
  );
  const asProgram = new URL(url);
  asProgram.username = 'box_office';
  asProgram.password = 'box';
  const { store, close } = await openOn(asProgram.href);
  await store.append([entry(1, { atMs: Date.now() }), entry(2, { atMs: 0 })]);
  await store.forget({ beforeMs: 1_000, strangersBeforeMs: 1_000 });
  expect((await store.read({}, { limit: 5 })).map(({ id }) => id)).toEqual([uuid(1)]);
  for (const attack of [
    `update security.entries set actor = null`,
    `truncate security.entries`,
    `drop trigger keep_entries on security.entries`,
    `alter table security.entries disable trigger all`,
    `drop table security.entries`,
    `create or replace function security.keep_entries() returns trigger language sql as 'select null'`,
  ]) {
    await expect(sqlOn(asProgram.href, attack)).rejects.toThrow(/permission denied|must be owner/);
  }
  await expect(sqlOn(asProgram.href, 'delete from security.entries')).rejects.toThrow(kept);
  await close();
});

it('says so when Postgres is away', async () => {
  const { store, close } = await openOn(await server.createDatabase());
  await close();
  await expect(store.append([entry(1)])).rejects.toBeInstanceOf(SecurityLogUnavailable);
  await expect(store.read({}, { limit: 1 })).rejects.toBeInstanceOf(SecurityLogUnavailable);
});
