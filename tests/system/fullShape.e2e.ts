/**
 * Two programs on all four engines: EventStoreDB's protocol, Postgres, Redis and Elasticsearch. People sell, watch and
 * search all the while; each engine is lost, hangs, is emptied and comes back; one program is killed. Nothing that was
 * shown was ever wrong, nothing that was sold is lost, and what does not need the lost engine goes on.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  elasticsearchIsHere,
  type OwnElasticsearch,
  startOwnElasticsearch,
} from '../support/elasticsearch.ts';
import { type FakeEventStoreDb, startFakeEventStoreDb } from '../support/eventstoredb/FakeEventStoreDb.ts';
import { eventually } from '../support/eventually.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.ts';
import { call, expectStatus, problemOf, text } from './support/api.ts';
import { type Browsers, compareMaps, openBrowsers } from './support/browsers.ts';
import { type Cinema, openCinema } from './support/cinema.ts';
import { checkLog, expectSeatMapsFromLog, readLog, streamOf } from './support/log.ts';
import { balanceOf, ledgerOf, orderFor, payUntilDecided } from './support/sales.ts';

/** Every other one takes money, which needs more engines than holding does. */
const sellers = 6;
const streams = 100;
const lostMs = 2_500;
/** Long enough to see reads given up. */
const hangsMs = 12_000;
/** So long a person waits for an answer when an engine does not give one, on a machine that does all this at once. */
const patienceMs = 10_000;
const testMs = 120_000;
const isHere = await elasticsearchIsHere();

describe.runIf(isHere)('the full shape', () => {
  let log: FakeEventStoreDb;
  let postgres: TestPostgres;
  let redis: TestRedis;
  let elasticsearch: OwnElasticsearch;
  let toPostgres: TcpProxy;
  let toElasticsearch: TcpProxy;
  let dataDir: string;
  let env: Readonly<Record<string, string>>;
  let programs: Program[];
  let admin: string;
  let cinema: Cinema;
  let browsers: Browsers;
  const urls = (): readonly string[] => programs.map(({ url }) => url);

  beforeAll(async () => {
    [log, postgres, redis, elasticsearch] = await Promise.all([
      startFakeEventStoreDb(),
      startTestPostgres(),
      startTestRedis(),
      startOwnElasticsearch(),
    ]);
    // Embedded it listens on a socket only, which the proxy makes a port.
    const database = new URL(await postgres.createDatabase());
    const socket = `${database.searchParams.get('host')}/.s.PGSQL.${database.port}`;
    toPostgres = await startTcpProxy({ path: socket });
    database.search = '';
    database.host = `127.0.0.1:${toPostgres.port}`;
    const search = new URL(elasticsearch.url);
    toElasticsearch = await startTcpProxy({ port: Number(search.port), host: '127.0.0.1' });
    search.port = String(toElasticsearch.port);
    dataDir = await dataFolder();
    env = {
      EVENT_LOG: 'eventstoredb',
      EVENTSTORE_URL: log.connectionString,
      DATABASE_URL: database.href,
      REDIS_URL: redis.url,
      ELASTICSEARCH_URL: search.href,
      RATE_LIMIT_PER_MINUTE: '0',
    };
    programs = [await startProgram({ dataDir, env }), await startProgram({ dataDir, env })];
    admin = await makeToken(dataDir, 'admin');
    cinema = await openCinema(urls()[0] ?? '', admin, { rows: 24, seatsPerRow: 40, holdTtlMs: 4_000 });
    browsers = openBrowsers({
      urls,
      showtimeId: cinema.showtimeId,
      seatIds: cinema.seatIds,
      streams,
      searches: ['/v1/movies?q=playtime', '/v1/movies?city=london', '/v1/theaters?near=51.5,-0.1'],
    });
  }, testMs);
  afterAll(async () => {
    await cleanUp();
    log.stop();
    await Promise.all([toPostgres.close(), toElasticsearch.close()]);
    await Promise.all([postgres.stop(), redis.stop(), elasticsearch.stop()]);
  });

  /** What the sellers were told of: holds, and bookings that were confirmed. */
  const held = new Set<string>();
  const sold: { readonly bookingId: string; readonly totalMinor: number }[] = [];
  let over = false;
  let selling: Promise<unknown>;

  const holdSome = async (): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const headers = { 'idempotency-key': randomUUID() };
    const path = `/v1/showtimes/${cinema.showtimeId}/holds`;
    // One body for all tries: the same key with another body is refused.
    const given = { headers, body: { bestAvailable: { count: 1 + Math.floor(Math.random() * 2) } } };
    while (!over) {
      const url = urls()[Math.floor(Math.random() * programs.length)] ?? '';
      const answer = await call(url, 'POST', path, given).catch(() => undefined);
      if (answer?.status === 201) return answer.body;
      if (answer !== undefined && answer.status !== 503 && problemOf(answer) !== 'request-in-progress') {
        throw new Error(`a hold was answered ${answer.status} ${answer.text}`);
      }
      await pause(50);
    }
    return undefined;
  };
  const sell = async (_: unknown, seller: number): Promise<void> => {
    for (let turn = 0; !over; turn += 1) {
      const hold = await holdSome();
      if (hold === undefined) return;
      held.add(text(hold.holdId));
      if (seller % 2 === 0 && turn % 8 === 0) {
        const order = orderFor(hold, 'tok_ok');
        const answer = await payUntilDecided(urls, order);
        if (answer.status === 201) sold.push(order);
        else expect([410, 402]).toContain(answer.status);
      } else {
        // Given back, or the hall is full before the last engine was lost.
        const headers = { 'hold-token': text(hold.holdToken) };
        await call(urls()[0] ?? '', 'DELETE', `/v1/holds/${text(hold.holdId)}`, { headers }).catch(
          () => undefined,
        );
      }
      await pause(50);
    }
  };

  it('opens, and search comes from Elasticsearch, maps through Redis', async () => {
    selling = Promise.all(Array.from({ length: sellers }, sell));
    selling.catch(() => undefined);
    await eventually(() => {
      expect(browsers.watching()).toBe(streams);
      expect(browsers.answers()).toHaveProperty('search 200 elasticsearch');
      expect(sold.length).toBeGreaterThan(5);
    }, 30_000);
  });

  /** What happened while something was lost, and that all is as before soon after it is back. */
  const lose = async (
    take: () => unknown,
    giveBack: () => unknown,
    { forMs = lostMs, goesOn }: { readonly forMs?: number; readonly goesOn?: 'holding' | 'selling' } = {},
  ) => {
    const [heldBefore, soldBefore] = [held.size, sold.length];
    await take();
    // What was under way when it was lost is neither before nor after.
    await pause(500);
    browsers.begin();
    await pause(forMs);
    const grows = eventually(() => {
      if (goesOn !== undefined) expect(held.size).toBeGreaterThan(heldBefore);
      if (goesOn === 'selling') expect(sold.length).toBeGreaterThan(soldBefore);
    }, patienceMs);
    await grows.catch(() => undefined);
    const answers = browsers.answers();
    const slowestMs = browsers.slowestMs();
    await giveBack();
    await grows;
    expect(slowestMs).toBeLessThan(patienceMs);
    await eventually(() => {
      browsers.begin();
      return eventually(() => {
        const now = browsers.answers();
        expect(now).toHaveProperty('map 200');
        expect(now).toHaveProperty('search 200 elasticsearch');
        expect(now).toHaveProperty('showtime 200');
        expect(Object.keys(now).filter((what) => what.includes('503') || what.includes('node'))).toEqual([]);
      }, 1_500);
    }, 40_000);
    return answers;
  };
  const statuses = (answers: Readonly<Record<string, number>>, what: string): readonly string[] =>
    Object.keys(answers).filter((answer) => answer.startsWith(`${what} `));

  /** On a busy machine a search may outlast the second that Elasticsearch is given; Postgres answers it then. */
  const expectSearchGoesOn = (answers: Readonly<Record<string, number>>): void => {
    const seen = statuses(answers, 'search');
    expect(seen).toContain('search 200 elasticsearch');
    expect(seen.filter((what) => !/^search 200 (elasticsearch|postgres)$/.test(what))).toEqual([]);
  };

  it.each([
    ['killed', () => redis.kill(), () => redis.start()],
    ['hanging', () => redis.pause(), () => redis.resume()],
  ])(
    'with Redis %s sells, and shows maps of the nodes’ own',
    async (_how, take, giveBack) => {
      const answers = await lose(take, giveBack, { goesOn: 'selling' });
      // A map may have come from Redis before anybody knew that it hangs.
      expect(statuses(answers, 'map').filter((what) => what !== 'map 200')).toEqual(['map 200 node']);
      expectSearchGoesOn(answers);
    },
    testMs,
  );

  it(
    'with Redis emptied shows the same maps',
    async () => {
      const answers = await lose(
        () => redis.command('FLUSHALL'),
        () => undefined,
      );
      expect(statuses(answers, 'map').every((what) => what.startsWith('map 200'))).toBe(true);
    },
    testMs,
  );

  it.each([
    ['killed', () => toElasticsearch.cut()],
    ['hanging', () => toElasticsearch.block()],
  ])(
    'with Elasticsearch %s searches in Postgres and says so',
    async (_how, take) => {
      const answers = await lose(take, () => toElasticsearch.open(), { goesOn: 'selling' });
      expect(statuses(answers, 'search')).toEqual(['search 200 postgres']);
      expect(statuses(answers, 'map')).toEqual(['map 200']);
    },
    testMs,
  );

  it(
    'with Elasticsearch emptied finds the same, and fills it again',
    async () => {
      const aliases = await fetch(`${elasticsearch.url}/_alias`);
      const indices = Object.keys(Object(await aliases.json())).filter((name) => name.startsWith('marquee'));
      expect(indices.length).toBeGreaterThan(0);
      const answers = await lose(
        () => fetch(`${elasticsearch.url}/${indices.join(',')}`, { method: 'DELETE' }),
        () => undefined,
      );
      expect(statuses(answers, 'search').filter((what) => !what.startsWith('search 200'))).toEqual([]);
    },
    testMs,
  );

  it.each([
    ['killed', () => toPostgres.cut(), lostMs],
    ['hanging', () => toPostgres.block(), hangsMs],
  ])(
    'with Postgres %s goes on holding seats and showing maps',
    async (_how, take, forMs) => {
      const answers = await lose(take, () => toPostgres.open(), { forMs, goesOn: 'holding' });
      expect(statuses(answers, 'map')).toEqual(['map 200']);
      expect(statuses(answers, 'showtime')).toEqual(['showtime 200']);
      expect(statuses(answers, 'search')).toEqual(['search 503']);
    },
    testMs,
  );

  it(
    'with the event log lost sells nothing, and is found as it was',
    async () => {
      const answers = await lose(
        () => log.stop(),
        () => log.start(),
      );
      expectSearchGoesOn(answers);
    },
    testMs,
  );

  it(
    'with one program killed goes on at the other',
    async () => {
      const [first, second] = programs;
      if (first === undefined || second === undefined) throw new Error('two programs were started');
      const answers = await lose(
        async () => {
          programs = [second];
          await first.kill();
        },
        async () => {
          programs = [second, await startProgram({ dataDir, env })];
        },
        { goesOn: 'selling' },
      );
      expect(statuses(answers, 'map')).toEqual(['map 200']);
    },
    testMs,
  );

  it(
    'tells one story at the end: every map that was ever shown, every hold, every booking',
    async () => {
      over = true;
      await selling;
      await browsers.stop();
      const [url = ''] = urls();
      await checkLog(url, admin);
      const events = await readLog(url, admin, streamOf(cinema.showtimeId));
      expect(compareMaps(browsers.maps(), events)).toBeGreaterThan(100);
      const logged = new Set(
        events.filter(({ type }) => type === 'SeatsHeld').map(({ data }) => data.holdId),
      );
      expect([...held].filter((holdId) => !logged.has(holdId))).toEqual([]);
      for (const { bookingId, totalMinor } of sold) {
        const booked = events.filter(
          (event) => event.type === 'SeatsBooked' && event.data.bookingId === bookingId,
        );
        expect(booked).toHaveLength(1);
        expect(balanceOf(await ledgerOf(url, admin, bookingId))).toEqual({
          captured: totalMinor,
          refunded: 0,
          reservationsLeft: 0,
        });
      }
      await expectSeatMapsFromLog(urls(), admin, cinema.showtimeId);
      expectStatus(await call(url, 'GET', '/health/ready'), 200);
    },
    testMs,
  );
});
