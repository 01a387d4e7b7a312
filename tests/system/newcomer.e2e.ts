/**
 * What somebody meets who starts the program for the first time: a full catalog, addresses and lines that work, data
 * that stays, and one plain line for each obstacle.
 */

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/freePort.ts';
import { databaseServersIn, expectNoProcesses, nobody, sendSignal } from '../support/processes.ts';
import {
  cleanUp,
  dataFolder,
  killPrograms,
  makeToken,
  type Program,
  type ProgramOptions,
  spawnProgram,
  startProgram,
} from '../support/program.ts';
import { call, expectStatus, list, text } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { checkLog, type LogEvent, readLog } from './support/log.ts';

const run = promisify(execFile);
const testMs = 120_000;
const isRoot = process.getuid?.() === 0;
const curl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

afterAll(cleanUp);

const withCatalog = { DEMO_CATALOG: 'on' };
const dayMs = 86_400_000;
const cleaningMs = 20 * 60_000;

const pagesMax = 500;

/** Every item of a list, page after page. */
const everyItem = async (url: string, address: string) => {
  const items: Readonly<Record<string, unknown>>[] = [];
  let cursor = '';
  for (let page = 0; page < pagesMax; page += 1) {
    const { body } = expectStatus(await call(url, 'GET', `${address}?limit=100${cursor}`), 200);
    items.push(...list(body.items));
    if (body.nextCursor === null) return items;
    cursor = `&cursor=${encodeURIComponent(text(body.nextCursor))}`;
  }
  throw new Error(`more than ${pagesMax} pages of ${address}`);
};

const timesOf = ({ data }: LogEvent): readonly [number, number] => [
  Date.parse(text(data.startsAt)),
  Date.parse(text(data.endsAt)),
];

/** By hall: every two shows keep the cleaning time between them. */
const expectNoClash = (events: readonly LogEvent[]): void => {
  const byHall = new Map<string, (readonly [number, number])[]>();
  for (const event of events) {
    const hallId = text(event.data.hallId);
    byHall.set(hallId, [...(byHall.get(hallId) ?? []), timesOf(event)]);
  }
  for (const [hallId, times] of byHall) {
    const sorted = times.sort(([a], [b]) => a - b);
    for (const [index, [startsAt]] of sorted.entries()) {
      const before = sorted[index - 1];
      if (before !== undefined && startsAt < before[1] + cleaningMs) {
        throw new Error(`clash in hall ${hallId} at ${new Date(startsAt).toISOString()}`);
      }
    }
  }
};

const expectFullCatalog = async (url: string, token: string) => {
  const movies = await everyItem(url, '/v1/movies');
  const theaters = await everyItem(url, '/v1/theaters');
  const showtimes = await everyItem(url, '/v1/showtimes');
  for (const items of [movies, theaters, showtimes]) {
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
  }
  expect(movies.length).toBeGreaterThanOrEqual(1_000);
  expect(theaters.length).toBeGreaterThanOrEqual(60);
  expect(new Set(theaters.map(({ city }) => city)).size).toBeGreaterThanOrEqual(20);
  expect(new Set(movies.map(({ title }) => title)).size).toBeGreaterThan(movies.length * 0.9);
  const inAWeek = Date.now() + 7 * dayMs;
  const soon = showtimes.filter(({ startsAt }) => Date.parse(text(startsAt)) <= inAWeek);
  expect(soon.length).toBeGreaterThanOrEqual(2_000);

  const reserved = await readLog(url, token, 'type=SlotReserved');
  const scheduled = await readLog(url, token, 'type=ShowtimeScheduled');
  expect(scheduled.map(({ data }) => data.showtimeId).sort()).toEqual(
    reserved.map(({ data }) => data.showtimeId).sort(),
  );
  expectNoClash(reserved);
  expectNoClash(scheduled);
  return { movies: movies.length, theaters: theaters.length, scheduled: scheduled.length };
};

describe('the first start', () => {
  let program: Program;
  let dataDir: string;
  let token: string;
  let counts: Awaited<ReturnType<typeof expectFullCatalog>>;

  beforeAll(async () => {
    dataDir = await dataFolder('with a space');
    program = await startProgram({ dataDir, firstStart: true, env: withCatalog, readyWithinMs: testMs });
    token = await makeToken(dataDir, 'admin');
  }, testMs);
  afterAll(killPrograms);

  it(
    'brings a week of shows of real films in real cities, without a clash',
    async () => {
      expect(program.told().join('\n')).toContain('100%');
      counts = await expectFullCatalog(program.url, token);
    },
    testMs,
  );

  it.skipIf(!curl)('prints lines that work when they are pasted into a shell', async () => {
    const lines = program
      .stdout()
      .split('\n')
      .filter((line) => /^\s*curl /.test(line));
    expect(lines).toHaveLength(3);
    const answers: Record<string, unknown>[] = [];
    for (const line of lines) {
      const { stdout } = await run('sh', ['-c', line], { timeout: 20_000 });
      answers.push(Object(JSON.parse(stdout)) as Record<string, unknown>);
    }
    const [found, seats, hold] = answers;
    expect(list(found?.items)).toHaveLength(1);
    expect(seats?.status).toMatch(/^A+$/);
    expect(list(hold?.seats)).toHaveLength(2);
    expect(hold?.showtimeId).toBe(seats?.showtimeId);
    const docs = /^API docs:\s+(\S+)$/m.exec(program.stdout())?.[1] ?? '';
    const page = await fetch(docs);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
  });

  it(
    'is done once: the second finds everything there and is quick',
    async () => {
      expect(await program.interrupt()).toEqual({ code: 0, signal: null });
      await expectNoProcesses(dataDir);
      const startedMs = performance.now();
      program = await startProgram({ dataDir, env: withCatalog });
      expect(performance.now() - startedMs).toBeLessThan(30_000);
      expect(program.told()).toEqual([]);
      expect(await expectFullCatalog(program.url, token)).toEqual(counts);
      await checkLog(program.url, token);
      expect(await program.interrupt()).toEqual({ code: 0, signal: null });
      await expectNoProcesses(dataDir);
    },
    testMs,
  );
});

it(
  'a first start that is killed in the middle of the import is finished by the next one',
  async () => {
    const dataDir = await dataFolder();
    const killed = spawnProgram({ dataDir, env: withCatalog });
    await eventually(() => expect(killed.stderr()).toContain('Demo catalog: 50%'), testMs);
    for (const pid of databaseServersIn(dataDir)) sendSignal(pid, 'SIGKILL');
    await killed.kill();
    expect(killed.stderr()).not.toContain('Demo catalog: 100%');

    const program = await startProgram({ dataDir, env: withCatalog, readyWithinMs: testMs });
    const token = await makeToken(dataDir, 'admin');
    await expectFullCatalog(program.url, token);
    await checkLog(program.url, token);
    expect(await program.interrupt()).toEqual({ code: 0, signal: null });
    await expectNoProcesses(dataDir);
  },
  testMs * 2,
);

describe('an obstacle is told in one line', () => {
  afterEach(killPrograms);

  const expectRefusal = async (options: ProgramOptions, said: RegExp): Promise<void> => {
    const program = spawnProgram(options);
    const exit = await program.exited;
    expect(program.told()).toEqual([expect.stringMatching(said)]);
    expect(exit).toEqual({ code: 1, signal: null });
    expect(program.stdout()).toBe('');
    await expectNoProcesses(options.dataDir);
  };

  it('a taken port, and nothing was written to the catalog', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    try {
      const said = new RegExp(`^marquee: the address 127\\.0\\.0\\.1:${port} is in use`);
      await expectRefusal({ dataDir: await dataFolder(), port, env: withCatalog }, said);
    } finally {
      taken.close();
    }
  }, 60_000);

  it.each([
    ['PORT', { PORT: 'abc' }, []],
    ['EVENT_LOG', { DATABASE_URL: 'postgres://127.0.0.1/x' }, []],
    ['usher', {}, ['usher']],
  ])('a bad setting is named: %s %j %j', async (name, env, args) => {
    const said = new RegExp(`^marquee: .*${name}`);
    await expectRefusal({ dataDir: await dataFolder(), env, args }, said);
  });

  it.each([
    ['192.0.2.1', /^marquee: the address 192\.0\.2\.1:\d+ is not one of this machine/],
    ['no-such-host.invalid', /^marquee: the address no-such-host\.invalid:\d+ is not known/],
  ])(
    'an address that is not ours: %s',
    async (host, said) => {
      await expectRefusal({ dataDir: await dataFolder(), env: { HOST: host } }, said);
    },
    60_000,
  );

  it('a database that is not there', async () => {
    const env = { EVENT_LOG: 'postgres', DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/x` };
    await expectRefusal({ dataDir: await dataFolder(), env }, /^marquee: .*ECONNREFUSED|not there|away/);
  }, 60_000);

  it('a DATA_DIR below a file', async () => {
    const dataDir = await dataFolder();
    const file = path.join(dataDir, 'file');
    await writeFile(file, '');
    const env = { DATA_DIR: path.join(file, 'below') };
    await expectRefusal(
      { dataDir, env },
      /^marquee: cannot keep data in .*below: a part of the path is a file/,
    );
  });

  it('a DATA_DIR that may not be written', async () => {
    const dataDir = await dataFolder();
    await chmod(path.dirname(dataDir), 0o755);
    await chmod(dataDir, 0o555);
    const said = /^marquee: cannot keep data in .*: this user may not write there; choose another DATA_DIR$/;
    await expectRefusal({ dataDir, ...(isRoot ? { as: nobody } : {}) }, said);
  });
});

// Everybody but root is an ordinary user in all the tests above.
it.runIf(isRoot)(
  'runs for an ordinary user, in a folder of its own with a path that has a space',
  async () => {
    const outside = await dataFolder('home of nobody');
    await chmod(path.dirname(outside), 0o755);
    const dataDir = path.join(outside, 'data');
    await mkdir(dataDir);
    await chown(outside, nobody, nobody);
    await chown(dataDir, nobody, nobody);
    // Throws with what the program said when the source tree may not be read by others.
    const program = await startProgram({ dataDir, firstStart: true, as: nobody });
    const token = await makeToken(dataDir, 'admin');
    const { showtimeId } = await openCinema(program.url, token);
    const body = { bestAvailable: { count: 2 } };
    expectStatus(await call(program.url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body }), 201);
    expect(await program.interrupt()).toEqual({ code: 0, signal: null });
    await expectNoProcesses(dataDir);
  },
  testMs,
);
