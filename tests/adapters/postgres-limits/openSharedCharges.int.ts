import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openSharedCharges } from '../../../src/adapters/postgres-limits/openSharedCharges.ts';
import { openUsedProofs } from '../../../src/adapters/postgres-limits/openUsedProofs.ts';
import { openBudgetKeeper } from '../../../src/commands/limits/budgetKeeper.ts';
import { sharedChargesContract, spendings } from '../../contracts/sharedChargesContract.ts';
import { usedProofsContract } from '../../contracts/usedProofsContract.ts';
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

sharedChargesContract('Postgres', async () => async () => {
  const { pool } = await openPool();
  return openSharedCharges(pool, { table: 'batches', keptMs: 3_600_000 });
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
  expect(await keeper.spend(spendings('a', { amount: 4 }))).toBeUndefined();
  expect((await keeper.spend(spendings('b')))?.budget).toBe('open-holds');
  expect(said).toEqual(['budgets are not shared with other nodes']);
});
