/** What operators and readers are told when a read model is held back, on every node, and when its database is gone. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { createDatabaseOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { samplesOf } from '../support/prometheus.ts';
import { call, expectStatus, list, problemOf } from './support/api.ts';
import { movie, theater } from './support/cinema.ts';
import { headOf, readLog } from './support/log.ts';
import { schemaOfModel } from './support/rebuild.ts';

let postgres: TestPostgres;
let databaseUrl: string;
/** Runs everything; serves HTTP and runs no projections. */
let whole: Program;
let apiOnly: Program;
let token: string;

beforeAll(async () => {
  postgres = await startTestPostgres();
  databaseUrl = await createDatabaseOn(postgres.connectionString);
  const env = { EVENT_LOG: 'postgres', DATABASE_URL: databaseUrl, LIMIT_LOOPBACK: 'off' };
  const dataDir = await dataFolder();
  whole = await startProgram({ dataDir, env });
  apiOnly = await startProgram({ dataDir, env, args: ['api'] });
  token = await makeToken(dataDir, 'admin');
  expectStatus(await call(whole.url, 'POST', '/v1/movies', { token, body: movie }), 201);
  expectStatus(await call(whole.url, 'POST', '/v1/theaters', { token, body: theater }), 201);
});
afterAll(async () => {
  await cleanUp();
  await postgres.stop();
});

const projectionsOf = async ({ url }: Program) => {
  const answer = expectStatus(await call(url, 'GET', '/v1/ops/projections', { token }), 200);
  return new Map(list(answer.body.items).map(({ name, ...shown }) => [name, shown]));
};
const scrape = async ({ url }: Program) =>
  samplesOf(expectStatus(await call(url, 'GET', '/metrics'), 200).text);
const moviesAt = async ({ url }: Program) => {
  const answer = expectStatus(await call(url, 'GET', '/v1/movies'), 200);
  return {
    asOf: answer.headers.get('marquee-as-of'),
    titles: list(answer.body.items).map(({ title }) => title),
  };
};

/** Nobody moves the model while `work` runs: the row of its checkpoint is locked. */
const holdingBack = async (model: string, work: () => Promise<void>): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  const schema = await schemaOfModel(databaseUrl, model);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT FROM ${schema}.checkpoint FOR UPDATE`);
    await work();
    await client.query('ROLLBACK');
  } finally {
    await client.end();
  }
};

it('the same is told by a node that runs the projections and by one that does not', async () => {
  await eventually(async () => {
    const [here, there] = [await projectionsOf(whole), await projectionsOf(apiOnly)];
    expect([...here.values()].map(({ state }) => state)).toEqual(Array(15).fill('live'));
    expect([...there.values()].map(({ state }) => state)).toEqual(Array(15).fill('elsewhere'));
    for (const name of ['proof_tree', 'proof_audit']) expect(there.has(name)).toBe(true);
    const facts = (shown: typeof here) =>
      [...shown].map(([name, { position, parked }]) => [name, position, parked]);
    expect(facts(there)).toEqual(facts(here));
    expect([...there.values()].every(({ lag, parked }) => lag === 0 && parked === 0)).toBe(true);
  }, 10_000);
  const [here, there] = [await scrape(whole), await scrape(apiOnly)];
  expect(here.get('marquee_projection_state{projection="bookings",state="live"}')).toBe(1);
  expect(there.get('marquee_projection_state{projection="bookings",state="elsewhere"}')).toBe(1);
  for (const samples of [here, there]) {
    expect(samples.get('marquee_projection_known')).toBe(1);
    expect(samples.get('marquee_seat_streams_open')).toBe(0);
    expect(samples.get('marquee_projection_parked_streams{projection="catalog"}')).toBe(0);
  }
  expect(here.get('marquee_appends_total{outcome="appended"}')).toBeGreaterThan(1);
});

it('a list that is behind says as of when it is, until it has caught up', async () => {
  expect(await moviesAt(whole)).toEqual({ asOf: null, titles: ['Playtime'] });
  await holdingBack('catalog', async () => {
    const body = { ...movie, title: 'Trafic' };
    const made = expectStatus(await call(whole.url, 'POST', '/v1/movies', { token, body }), 201);
    const position = made.headers.get('marquee-position') ?? '';
    const [event] = (await readLog(whole.url, token)).filter((each) => each.position === position);
    for (const node of [whole, apiOnly]) {
      await eventually(async () => {
        expect(await moviesAt(node)).toEqual({ asOf: event?.at, titles: ['Playtime'] });
      }, 10_000);
    }
    // Other models go on, and say nothing.
    const bookings = expectStatus(
      await call(apiOnly.url, 'GET', `/v1/bookings?showtimeId=${randomUUID()}`, { token }),
      200,
    );
    expect(bookings.headers.get('marquee-as-of')).toBeNull();
    const headers = { 'marquee-min-position': position };
    expect(problemOf(await call(apiOnly.url, 'GET', '/v1/movies', { headers }))).toBe('not-caught-up');
    const told = (await projectionsOf(apiOnly)).get('catalog');
    expect(Number(told?.lag)).toBeGreaterThan(1_000);
    const lag = (await scrape(apiOnly)).get('marquee_projection_lag_seconds{projection="catalog"}');
    expect(lag).toBeGreaterThan(1);
  });
  for (const node of [whole, apiOnly]) {
    await eventually(async () => {
      expect(await moviesAt(node)).toEqual({ asOf: null, titles: ['Playtime', 'Trafic'] });
    }, 10_000);
  }
});

it('a scrape answers when the database is gone', async () => {
  const position = 'marquee_projection_position{projection="catalog"}';
  const before = Number(await headOf(whole.url, token));
  await eventually(async () => {
    for (const node of [whole, apiOnly]) expect((await scrape(node)).get(position)).toBe(before);
  });
  await postgres.stop();
  await eventually(async () => {
    for (const node of [whole, apiOnly]) {
      const askedAtMs = performance.now();
      const samples = await scrape(node);
      expect(performance.now() - askedAtMs).toBeLessThan(3_000);
      expect(samples.get('marquee_projection_known')).toBe(0);
      expect(samples.get(position)).toBe(before);
    }
  }, 20_000);
  const shown = (await projectionsOf(apiOnly)).get('catalog');
  expect([shown?.state, shown?.lag]).toEqual(['unknown', null]);
});
