/** Every way to come to the wrong log: other keys, a log that was emptied or exchanged, a log from an older backup. */
import { afterEach, expect, it } from 'vitest';
import { type FakeEventStoreDb, startFakeEventStoreDb } from '../support/eventstoredb/FakeEventStoreDb.ts';
import { cleanUp, dataFolder, makeToken, spawnProgram, startProgram } from '../support/program.ts';
import { call, expectStatus } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { orderFor, pay } from './support/sales.ts';

const testMs = 120_000;

let server: FakeEventStoreDb | undefined;
afterEach(async () => {
  await cleanUp();
  server?.stop();
});

const ownServer = async (): Promise<FakeEventStoreDb> => {
  server = await startFakeEventStoreDb();
  return server;
};

it(
  'a second program with a database and keys of its own is refused, and the first goes on',
  async () => {
    const { connectionString } = await ownServer();
    const env = { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: connectionString };
    const dataDir = await dataFolder();
    const { url } = await startProgram({ dataDir, env });
    const { showtimeId } = await openCinema(url, await makeToken(dataDir, 'admin'));
    const holds = `/v1/showtimes/${showtimeId}/holds`;
    const held = expectStatus(await call(url, 'POST', holds, { body: { seatIds: ['A1'] } }), 201).body;

    const second = spawnProgram({ dataDir: await dataFolder(), env });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    const told = second.told();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^marquee: log \S+ is written with key store \S+ and the secret of fingerprint \S+, but this program has .+: programs on one log must share DATABASE_URL and MARQUEE_SECRET/,
    );
    // The same keys and another database.
    const secret = 'the-secret-of-two-programs-with-32-chars';
    const third = spawnProgram({ dataDir: await dataFolder(), env: { ...env, MARQUEE_SECRET: secret } });
    expect(await third.exited).toEqual({ code: 1, signal: null });

    expectStatus(await pay(url, orderFor(held, 'tok_ok')), 201);
  },
  testMs,
);
