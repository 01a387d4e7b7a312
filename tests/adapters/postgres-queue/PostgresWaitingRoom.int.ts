/** The waiting room on a real Postgres: the contract, and an engine that is away. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openPostgresWaitingRoom } from '../../../src/adapters/postgres-queue/PostgresWaitingRoom.ts';
import { WaitingRoomUnavailable } from '../../../src/ports/WaitingRoom.ts';
import { waitingRoomContract } from '../../contracts/waitingRoomContract.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => await server.stop());

const openOn = async (url: string) => {
  const database = openDatabase(url, silentLogger);
  return { store: await openPostgresWaitingRoom(database, silentLogger), close: () => database.close() };
};

waitingRoomContract('Postgres', async () => {
  const url = await server.createDatabase();
  const one = await openOn(url);
  const another = await openOn(url);
  return {
    store: one.store,
    other: another.store,
    close: async () => {
      await one.close();
      await another.close();
    },
  };
});

it('says that it is away while its connections break, and goes on after that', async () => {
  const url = await server.createDatabase();
  const { store, close } = await openOn(url);
  const queueId = randomUUID();
  await store.open(queueId);
  const name = new URL(url).pathname.slice(1);
  await sqlOn(server.connectionString, `alter database ${name} allow_connections false`);
  await sqlOn(
    server.connectionString,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );
  await expect(store.enter(queueId, [])).rejects.toBeInstanceOf(WaitingRoomUnavailable);
  await expect(store.standing(queueId)).rejects.toBeInstanceOf(WaitingRoomUnavailable);
  await sqlOn(server.connectionString, `alter database ${name} allow_connections true`);
  expect(await store.openRooms()).toEqual([queueId]);
  await close();
});

it('throws a bug as it is', async () => {
  const { store, close } = await openOn(await server.createDatabase());
  await expect(store.standing('not a uuid')).rejects.not.toBeInstanceOf(WaitingRoomUnavailable);
  await close();
});
