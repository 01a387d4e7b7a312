/** Every way to come to the wrong log: other keys, a log that was emptied or exchanged, a log from an older backup. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openEventStoreDbEventStore } from '../../src/adapters/eventstoredb/EventStoreDbEventStore.ts';
import { openPostgresEventStore } from '../../src/adapters/postgres/PostgresEventStore.ts';
import { type FakeEventStoreDb, startFakeEventStoreDb } from '../support/eventstoredb/FakeEventStoreDb.ts';
import { FakeLog } from '../support/eventstoredb/FakeLog.ts';
import { eventually } from '../support/eventually.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import {
  cleanUp,
  dataFolder,
  makeToken,
  type Program,
  spawnProgram,
  startProgram,
} from '../support/program.ts';
import { call, expectStatus, text } from './support/api.ts';
import { movie, openCinema } from './support/cinema.ts';
import { orderFor, pay } from './support/sales.ts';

const testMs = 120_000;

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await cleanUp();
  for (const each of opened.splice(0).reverse()) await each.close();
});

const ownServer = async (): Promise<FakeEventStoreDb> => {
  const server = await startFakeEventStoreDb();
  opened.push({ close: async () => server.stop() });
  return server;
};
const ownPostgres = async (): Promise<TestPostgres> => {
  const server = await startTestPostgres();
  opened.push({ close: () => server.stop() });
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
    const secret = 'ninety purple kites over two harbours';
    const third = spawnProgram({ dataDir: await dataFolder(), env: { ...env, MARQUEE_SECRET: secret } });
    expect(await third.exited).toEqual({ code: 1, signal: null });

    expectStatus(await pay(url, orderFor(held, 'tok_ok')), 201);
  },
  testMs,
);

/** The first events of a log, as a restored copy has them. */
const olderCopy = ({ events }: FakeLog, count: number): FakeLog => {
  const copy = new FakeLog();
  const own = events.filter(({ stream }) => !stream.startsWith('$fake-'));
  for (const { stream, ...event } of own.slice(0, count)) copy.append(stream, 'any', [event]);
  return copy;
};

const otherLog = async (): Promise<FakeLog> => {
  const server = await ownServer();
  const { connectionString } = server;
  await (await openEventStoreDbEventStore({ connectionString })).close();
  return server.log;
};

/** Registers movies, one after the other, and says of each when it was asked for and how it was answered. */
const register = (url: string, token: string) => {
  const answers: { readonly askedAtMs: number; readonly status: number }[] = [];
  let over = false;
  const running = (async () => {
    while (!over) {
      const askedAtMs = performance.now();
      const headers = { 'idempotency-key': randomUUID() };
      const body = { ...movie, title: randomUUID() };
      const answer = await call(url, 'POST', '/v1/movies', { token, headers, body }).catch(() => undefined);
      answers.push({ askedAtMs, status: answer?.status ?? 0 });
      await pause(20);
    }
  })();
  return {
    answers,
    done: async () => {
      over = true;
      await running;
    },
  };
};

const expectEndsFor = async (program: Program, why: RegExp): Promise<void> => {
  expect(await program.exited).toEqual({ code: 1, signal: null });
  expect(program.told()).toEqual([expect.stringMatching(why)]);
};

describe('a log on EventStoreDB', () => {
  it.each([
    ['emptied', async () => new FakeLog(), 'found none there'],
    ['exchanged', otherLog, 'found log '],
    [
      'restored from an older copy',
      async (log: FakeLog) => olderCopy(log, 5),
      'found that it ends at position ',
    ],
  ])(
    'that is %s under a running program ends it, and nothing is written there',
    async (_how, replacement, found) => {
      const server = await ownServer();
      const env = { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: server.connectionString };
      const dataDir = await dataFolder();
      const program = await startProgram({ dataDir, env });
      const admin = await makeToken(dataDir, 'admin');
      await openCinema(program.url, admin);
      const registering = register(program.url, admin);
      await eventually(() => expect(registering.answers.length).toBeGreaterThan(5));
      server.stop();
      const goneAtMs = performance.now();
      server.log = await replacement(server.log);
      const before = server.log.events.length;
      await server.start();
      await expectEndsFor(
        program,
        new RegExp(`^marquee: .*: expected log \\S+ up to position \\d{20}, ${found}`),
      );
      await registering.done();
      const after = registering.answers.filter(({ askedAtMs }) => askedAtMs > goneAtMs);
      expect(after.filter(({ status }) => status === 201)).toEqual([]);
      expect(registering.answers[0]?.status).toBe(201);
      expect(server.log.events.length).toBe(before);
    },
    testMs,
  );

  it(
    'that is older than the read models is refused at the start',
    async () => {
      const server = await ownServer();
      const env = { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: server.connectionString };
      const dataDir = await dataFolder();
      const program = await startProgram({ dataDir, env });
      await openCinema(program.url, await makeToken(dataDir, 'admin'));
      expect(await program.interrupt()).toEqual({ code: 0, signal: null });
      server.stop();
      server.log = olderCopy(server.log, 3);
      await server.start();
      const again = spawnProgram({ dataDir, env });
      expect(await again.exited).toEqual({ code: 1, signal: null });
      expect(again.told()).toEqual([
        expect.stringMatching(
          /^marquee: .* found that it ends at position \d{20}; read model \w+ has events up to there, so the log is older than DATABASE_URL/,
        ),
      ]);
    },
    testMs,
  );
});

describe('a log on Postgres', () => {
  const started = async () => {
    const postgres = await ownPostgres();
    const databaseUrl = await postgres.createDatabase();
    const env = { EVENT_LOG: 'postgres', DATABASE_URL: databaseUrl, LIMIT_LOOPBACK: 'off' };
    const dataDir = await dataFolder();
    const program = await startProgram({ dataDir, env });
    const admin = await makeToken(dataDir, 'admin');
    await openCinema(program.url, admin);
    return { postgres, databaseUrl, env, dataDir, program, admin };
  };

  it(
    'is refused to a second program with another secret',
    async () => {
      const { env, program, admin } = await started();
      const second = spawnProgram({ dataDir: await dataFolder(), env });
      expect(await second.exited).toEqual({ code: 1, signal: null });
      expect(second.told()).toEqual([
        expect.stringMatching(
          /^marquee: the identity key stands under master key \w+, but this program has \w+: programs on one log must share DATABASE_URL and MARQUEE_SECRET/,
        ),
      ]);
      const headers = { 'idempotency-key': randomUUID() };
      const body = { ...movie, title: randomUUID() };
      expectStatus(await call(program.url, 'POST', '/v1/movies', { token: admin, headers, body }), 201);
    },
    testMs,
  );

  const cutBack = async (databaseUrl: string): Promise<void> => {
    await sqlOn(databaseUrl, 'delete from event_log.events where position > 4');
    await sqlOn(databaseUrl, 'update event_log.head set position = 4');
  };

  it(
    'that is emptied under a running program ends it',
    async () => {
      const { databaseUrl, program } = await started();
      await sqlOn(databaseUrl, 'drop schema event_log cascade');
      await expectEndsFor(program, /^marquee: .*: expected log \S+ up to position \d{20}, found none there/);
    },
    testMs,
  );

  it(
    'that is exchanged ends it before anything is written there',
    async () => {
      const { postgres, databaseUrl, program, admin } = await started();
      const other = await postgres.createDatabase();
      const options = { connectionString: other, logger: silentLogger };
      const theirs = await openPostgresEventStore(options);
      await theirs.close();
      const registering = register(program.url, admin);
      await eventually(() => expect(registering.answers.length).toBeGreaterThan(5));
      const [mine, its] = [databaseUrl, other].map((url) => new URL(url).pathname.slice(1));
      const run = (sql: string) => sqlOn(postgres.connectionString, sql);
      await run(`alter database ${mine} allow_connections false`);
      await run(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${mine}'`);
      await eventually(() => run(`alter database ${mine} rename to gone_${mine}`), 10_000);
      await run(`alter database ${its} rename to ${mine}`);
      await expectEndsFor(
        program,
        new RegExp(`^marquee: .*: expected log \\S+ .*, found log ${theirs.logId}`),
      );
      await registering.done();
      const [left] = await sqlOn(databaseUrl, 'select count(*)::integer as events from event_log.events');
      expect(left).toEqual({ events: 1 });
    },
    testMs,
  );

  it(
    'that is restored from an older copy ends a running program, and is refused at the start',
    async () => {
      const { databaseUrl, env, dataDir, program } = await started();
      await cutBack(databaseUrl);
      const older =
        /^marquee: .*: expected log \S+ up to position \d{20}, found that it ends at position 0{19}4/;
      await expectEndsFor(program, older);
      const again = spawnProgram({ dataDir, env });
      expect(await again.exited).toEqual({ code: 1, signal: null });
      expect(again.told()).toEqual([expect.stringMatching(older)]);
      expect(text(again.told()[0])).toContain('has events up to there');
    },
    testMs,
  );
});
