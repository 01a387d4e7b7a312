/** Two nodes that share a Postgres: what one address asks of one is counted on the other. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openSharedCharges } from '../../../src/adapters/postgres-limits/openSharedCharges.ts';
import { openBudgetKeeper } from '../../../src/commands/limits/budgetKeeper.ts';
import { createRateCounts } from '../../../src/commands/limits/rateCounts.ts';
import { call } from '../../api/support/cinema.ts';
import { openTestApp } from '../../api/support/testApp.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

const folder = new URL('../../../src/adapters/postgres-limits/migrations/', import.meta.url);
const withinMs = 20_000;
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

const openRates = async () => {
  const database = openDatabase(url, silentLogger);
  const pool = await database.ready({ schema: 'limits', folder });
  const keeper = openBudgetKeeper({
    clock: { nowMs: () => Date.now() },
    shared: openSharedCharges(pool, { table: 'rate_batches', keptMs: 120_000 }),
    logger: silentLogger,
  });
  opened.push(database, keeper);
  return createRateCounts(keeper);
};

it('adds up the counts of both within a window, and begins again with the next', async () => {
  const [one, two] = [await openRates(), await openRates()];
  const nowMs = Date.now();
  const usedOn = (rates: typeof one, atMs = nowMs) =>
    rates.count('selling caller somebody', 0, 40, atMs).used;
  for (let request = 0; request < 7; request += 1) one.count('selling caller somebody', 1, 40, nowMs);
  two.count('selling caller somebody', 4, 40, nowMs);
  await eventually(async () => expect([usedOn(one), usedOn(two)]).toEqual([11, 11]), withinMs);
  expect(two.count('browsing caller somebody', 1, 40, nowMs).used).toBe(1);
  expect(usedOn(two, nowMs + 60_000)).toBe(0);
});

it('refuses on one node who has asked enough of the other', async () => {
  const settings = { rateLimit: { max: 10, exemptLoopback: true }, trustedProxies: { hops: 1 } };
  const openNode = async () => {
    const target = await openTestApp({ settings, deps: { rates: await openRates() } });
    opened.push(target);
    return target;
  };
  const [one, two] = [await openNode(), await openNode()];
  const ask = async (target: typeof one, address: string) =>
    (await call(target, { url: '/v1/movies', headers: { 'x-forwarded-for': address } })).status;
  const first = await Promise.all(Array.from({ length: 12 }, () => ask(one, '192.0.2.7')));
  expect([first.filter((status) => status === 200), first.filter((status) => status === 429)]).toEqual([
    Array.from({ length: 10 }, () => 200),
    [429, 429],
  ]);
  // Told with the next request after 100 ms.
  await eventually(async () => {
    await ask(one, '192.0.2.7');
    expect(await ask(two, '192.0.2.7')).toBe(429);
  }, withinMs);
  expect(await ask(two, '192.0.2.8')).toBe(200);
});
