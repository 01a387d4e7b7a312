/**
 * Hundreds of guests race for the seats of one showtime, over HTTP, on one process and on several: afterwards the log
 * is what they were told, no seat had two owners, and every seat map is the log's.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabaseOn, sqlOn, startTestPostgres } from '../support/postgres.ts';
import {
  cleanUp,
  dataFolder,
  killPrograms,
  makeToken,
  type Program,
  type ProgramOptions,
  startProgram,
} from '../support/program.ts';
import { openCinema } from './support/cinema.ts';
import { type Crowd, expectToldIsLogged, openCrowd, playGuest, randomFrom } from './support/guests.ts';
import { checkLog, expectSeatMapsFromLog, readLog, streamOf } from './support/log.ts';

const guests = 150;
const steps = 8;
const staggerMs = 1_000;
const testMs = 120_000;

let dataDir: string;

beforeAll(async () => {
  dataDir = await dataFolder();
});
afterAll(cleanUp);

/** At once, then in the middle of each other: a race that is only ever lined up hides the other kind. */
const race = async (crowd: Crowd): Promise<void> => {
  const seeds = (from: number) => Array.from({ length: guests }, (_, index) => from + index);
  await Promise.all(seeds(1).map((seed) => playGuest(crowd, seed, steps)));
  await Promise.all(
    seeds(1_000).map(async (seed) => {
      await pause(randomFrom(seed)() * staggerMs);
      await playGuest(crowd, seed, steps);
    }),
  );
};

/** Requests go to the nodes in turn, repeats of one included. */
const inTurn = (urls: readonly string[]): (() => string) => {
  let turn = 0;
  return () => urls[turn++ % urls.length] ?? '';
};

const raceOn = async (nodes: readonly ProgramOptions[]): Promise<void> => {
  const programs: Program[] = [];
  for (const node of nodes) programs.push(await startProgram(node));
  const urls = programs.map(({ url }) => url);
  const [first = ''] = urls;
  const [{ dataDir: home = '', env = {} } = {}] = nodes;
  const secret = env.MARQUEE_SECRET === undefined ? {} : { MARQUEE_SECRET: env.MARQUEE_SECRET };
  const token = await makeToken(home, 'admin', { env: secret });
  const { showtimeId, seatIds } = await openCinema(first, token);
  const crowd = openCrowd({ nextUrl: inTurn(urls), showtimeId, seatIds, mayVanish: false });

  await race(crowd);

  const told = Object.fromEntries(crowd.counts);
  // A race in which nobody lost, or nobody won, would prove nothing.
  expect(told['201']).toBeGreaterThan(50);
  expect(told['seats-unavailable']).toBeGreaterThan(50);
  expectToldIsLogged(crowd, await readLog(first, token, streamOf(showtimeId)));
  await expectSeatMapsFromLog(urls, token, showtimeId);
  for (const url of urls) await checkLog(url, token);
  for (const program of programs) expect(await program.interrupt()).toEqual({ code: 0, signal: null });
};

describe('guests race for the same seats', () => {
  it('on one process', () => raceOn([{ dataDir }]), testMs);

  it('on two processes that share a DATA_DIR', () => raceOn([{ dataDir }, { dataDir }]), testMs);

  it(
    'on two processes that share a Postgres by URL and a secret',
    async () => {
      const named = process.env.DATABASE_URL_TEST;
      const server = named === undefined ? await startTestPostgres() : undefined;
      const serverUrl = named ?? server?.connectionString ?? '';
      const databaseUrl = await createDatabaseOn(serverUrl);
      try {
        const env = {
          EVENT_LOG: 'postgres',
          DATABASE_URL: databaseUrl,
          MARQUEE_SECRET: 'the same on every node, and long enough',
          RATE_LIMIT_PER_MINUTE: '0',
        };
        await raceOn([
          { dataDir: await dataFolder(), env },
          { dataDir: await dataFolder(), env },
        ]);
      } finally {
        await killPrograms();
        await sqlOn(serverUrl, `drop database ${new URL(databaseUrl).pathname.slice(1)} with (force)`);
        await server?.stop();
      }
    },
    testMs,
  );
});
