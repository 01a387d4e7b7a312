/** Budgets of two nodes on a real Postgres: what is spent on one is spent on the other, and so is what is given back. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openSharedCharges } from '../../../src/adapters/postgres-limits/openSharedCharges.ts';
import { openUsedProofs } from '../../../src/adapters/postgres-limits/openUsedProofs.ts';
import { type BudgetKeeper, openBudgetKeeper } from '../../../src/commands/limits/budgetKeeper.ts';
import { usedProofsContract } from '../../contracts/usedProofsContract.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

const folder = new URL('../../../src/adapters/postgres-limits/migrations/', import.meta.url);
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

const openPool = async (): Promise<{ database: Database; pool: Awaited<ReturnType<Database['ready']>> }> => {
  const database = openDatabase(url, silentLogger);
  opened.push(database);
  return { database, pool: await database.ready({ schema: 'limits', folder }) };
};

const openNode = async () => {
  const { pool } = await openPool();
  const clock = { nowMs: () => Date.now() };
  const keeper = openBudgetKeeper({
    clock,
    shared: openSharedCharges(pool, { table: 'batches', keptMs: 3_600_000 }),
    logger: silentLogger,
  });
  opened.push(keeper);
  return keeper;
};

const spendings = (id: string, amount = 1) => [
  {
    id,
    untilMs: Date.now() + 600_000,
    asks: [{ budget: 'open-holds' as const, of: 'somebody', amount, maxOf: () => 4 }],
  },
];

it('lets a caller spend once what two nodes have to give, and again what was given back', async () => {
  const [one, two] = [await openNode(), await openNode()];
  for (const id of ['a', 'b', 'c', 'd']) expect(await one.spend(spendings(id))).toBeUndefined();
  const refusedOn = async (keeper: BudgetKeeper) =>
    (await keeper.check(spendings('', 1)[0]?.asks ?? []))?.budget;
  await eventually(async () => expect(await refusedOn(two)).toBe('open-holds'), 20_000);
  one.giveBack('a');
  await eventually(async () => expect(await refusedOn(two)).toBeUndefined(), 20_000);
  expect(await two.spend(spendings('e'))).toBeUndefined();
  await eventually(async () => expect(await refusedOn(one)).toBe('open-holds'), 20_000);
});

it('tells a node that starts later', async () => {
  const one = await openNode();
  expect(await one.spend(spendings('a', 4))).toBeUndefined();
  const { pool } = await openPool();
  await eventually(async () => {
    const { rows } = await pool.query('select count(*)::int as batches from limits.batches');
    expect(rows).toEqual([{ batches: 1 }]);
  }, 20_000);
  const late = await openNode();
  expect((await late.spend(spendings('b')))?.budget).toBe('open-holds');
});

usedProofsContract(async () => {
  const [one, two] = [await openPool(), await openPool()];
  return [openUsedProofs(one.pool), openUsedProofs(two.pool)];
});

it('goes on with what each node knows while Postgres is away', async () => {
  const said: string[] = [];
  const keeper = openBudgetKeeper({
    clock: { nowMs: () => Date.now() },
    shared: { exchange: () => Promise.reject(new Error('away')) },
    logger: { warn: (_fields, message) => void said.push(message) },
  });
  opened.push(keeper);
  expect(await keeper.spend(spendings('a', 4))).toBeUndefined();
  expect((await keeper.spend(spendings('b')))?.budget).toBe('open-holds');
  expect(said).toEqual(['budgets are not shared with other nodes']);
});
