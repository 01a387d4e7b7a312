/**
 * The event log is killed, hangs and comes back under a running program: people can still look, what is refused is
 * refused at once, health names what is away, and selling goes on soon after the log is back.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { startFakeEventStoreDb } from '../support/eventstoredb/FakeEventStoreDb.ts';
import { eventually } from '../support/eventually.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.ts';
import { call, expectStatus, problemOf } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { holdSeats, orderFor, pay } from './support/sales.ts';

const testMs = 120_000;
/** A call that waits for the log takes four seconds and more; a busy machine takes its time too. */
const atOnceMs = 2_000;
const soonMs = 15_000;

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await cleanUp();
  for (const each of opened.splice(0).reverse()) await each.close();
});

const ownPostgres = async (): Promise<TestPostgres> => {
  const postgres = await startTestPostgres();
  opened.push({ close: () => postgres.stop() });
  return postgres;
};

const proxied = async (target: Parameters<typeof startTcpProxy>[0]): Promise<TcpProxy> => {
  const proxy = await startTcpProxy(target);
  opened.push(proxy);
  return proxy;
};

const timed = async <Answer>(call: () => Promise<Answer>) => {
  const startedAtMs = performance.now();
  return { answer: await call(), tookMs: performance.now() - startedAtMs };
};

const readyOf = async (url: string) => (await call(url, 'GET', '/health/ready')).body;
const becomes = (url: string, what: Readonly<Record<string, unknown>>) =>
  eventually(async () => {
    const shown = await readyOf(url);
    const named = Object.keys(what).map((field) => [field, shown[field]]);
    expect(Object.fromEntries(named)).toEqual(what);
  }, soonMs);

const expectHoldRefusedAtOnce = async (url: string, showtimeId: string): Promise<void> => {
  const body = { seatIds: ['A1'] };
  const { answer, tookMs } = await timed(() =>
    call(url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body }),
  );
  expect([answer.status, problemOf(answer)]).toEqual([503, 'temporarily-unavailable']);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(tookMs).toBeLessThan(atOnceMs);
};

describe('a log on EventStoreDB', () => {
  it.each(['killed', 'hanging'] as const)(
    '%s: browsing goes on from the read models',
    async (how) => {
      const log = await startFakeEventStoreDb();
      opened.push({ close: async () => log.stop() });
      const way = await proxied({ port: Number(new URL(log.connectionString).port), host: '127.0.0.1' });
      const postgres = await ownPostgres();
      const env = {
        EVENT_LOG: 'eventstoredb',
        EVENTSTORE_URL: `esdb://127.0.0.1:${way.port}?tls=false`,
        DATABASE_URL: await postgres.createDatabase(),
        LIMIT_LOOPBACK: 'off',
      };
      const dataDir = await dataFolder();
      const first = await startProgram({ dataDir, env });
      const admin = await makeToken(dataDir, 'admin');
      const { showtimeId, movieId, theaterId, hallId } = await openCinema(first.url, admin);
      const held = await holdSeats(first.url, showtimeId, ['A4']);
      const { bookingId } = expectStatus(await pay(first.url, orderFor(held, 'tok_ok')), 201).body;
      expect(await first.interrupt()).toEqual({ code: 0, signal: null });
      // Started again, it has none of these things in memory.
      const { url } = await startProgram({ dataDir, env });
      const before = expectStatus(await call(url, 'GET', '/v1/showtimes'), 200).body;
      await becomes(url, { ready: true, holding: true, selling: true });
      // Maps are shown as long as this node has them.
      const maps = ['seats', 'seats?view=compact'].map((view) => `/v1/showtimes/${showtimeId}/${view}`);
      const mapBefore = expectStatus(await call(url, 'GET', maps[1] ?? ''), 200).body;

      const lostAt = new Date().toISOString();
      if (how === 'killed') await way.cut();
      else way.block();
      const engines = { eventstoredb: 'away', postgres: 'up' };
      await becomes(url, { ready: true, browsing: true, holding: false, selling: false, engines });
      await expectHoldRefusedAtOnce(url, showtimeId);
      expect((await call(url, 'GET', '/health/selling')).status).toBe(503);
      const things = [`/v1/showtimes/${showtimeId}`, `/v1/movies/${movieId}`, `/v1/theaters/${theaterId}`];
      const lists = ['/v1/showtimes', '/v1/movies?q=playtime'];
      for (const path of [...things, ...maps, `/v1/halls/${hallId}`, `/v1/bookings/${bookingId}`, ...lists]) {
        const { answer, tookMs } = await timed(() => call(url, 'GET', path, { token: admin }));
        expect(tookMs).toBeLessThan(atOnceMs);
        const { stale } = expectStatus(answer, 200).body;
        expect(stale).toEqual({ since: expect.any(String), position: expect.stringMatching(/^[0-9]{20}$/) });
        // The log was asked every second while it was there.
        expect(Math.abs(Date.parse(Object(stale).since) - Date.parse(lostAt))).toBeLessThan(soonMs);
      }

      await way.open();
      await becomes(url, { holding: true, selling: true, engines: { eventstoredb: 'up', postgres: 'up' } });
      const body = { seatIds: ['A1'] };
      expectStatus(await call(url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body }), 201);
      expect(expectStatus(await call(url, 'GET', '/v1/movies'), 200).body).not.toHaveProperty('stale');
      const mapAfter = expectStatus(await call(url, 'GET', maps[1] ?? ''), 200).body;
      expect(mapAfter).toEqual({
        ...mapBefore,
        revision: Number(mapBefore.revision) + 1,
        status: expect.any(String),
      });
      expect(expectStatus(await call(url, 'GET', '/v1/showtimes'), 200).body.nextCursor).toEqual(
        before.nextCursor,
      );
    },
    testMs,
  );
});

describe('a log on Postgres', () => {
  it.each(['killed', 'hanging'] as const)(
    '%s: holds are refused at once',
    async (how) => {
      const postgres = await ownPostgres();
      const database = new URL(await postgres.createDatabase());
      const socket = `${database.searchParams.get('host')}/.s.PGSQL.${database.port}`;
      const way = await proxied({ path: socket });
      database.search = '';
      database.host = `127.0.0.1:${way.port}`;
      const dataDir = await dataFolder();
      const env = { EVENT_LOG: 'postgres', DATABASE_URL: database.href, LIMIT_LOOPBACK: 'off' };
      const { url } = await startProgram({ dataDir, env });
      const { showtimeId } = await openCinema(url, await makeToken(dataDir, 'admin'));

      if (how === 'killed') await way.cut();
      else way.block();
      const engines = { postgres: 'away' };
      await becomes(url, { ready: false, browsing: false, holding: false, selling: false, engines });
      // From memory.
      const shown = expectStatus(await call(url, 'GET', `/v1/showtimes/${showtimeId}`), 200).body;
      expect([shown.id, shown.stale]).toEqual([
        showtimeId,
        { since: expect.any(String), position: expect.any(String) },
      ]);
      await expectHoldRefusedAtOnce(url, showtimeId);

      await way.open();
      await becomes(url, { ready: true, holding: true, selling: true, engines: { postgres: 'up' } });
      const body = { seatIds: ['A1'] };
      expectStatus(await call(url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body }), 201);
    },
    testMs,
  );
});
