/** What a node may say of budgets without waiting for the others. */
import { expect, it } from 'vitest';
import { openBudgetKeeper } from '../../../src/commands/limits/budgetKeeper.ts';
import type { Charge, SharedCharges } from '../../../src/ports/SharedCharges.ts';
import { silent, testClock } from '../../support/nodes.ts';

const key = 'open-holds somebody';
const asks = (amount: number) => [{ budget: 'open-holds' as const, of: 'somebody', amount, maxOf: () => 4 }];
const open = (shared?: SharedCharges) => openBudgetKeeper({ clock: testClock(0), shared, logger: silent });

it('allows what fits, and spends nothing by that', () => {
  const keeper = open();
  keeper.charge({ id: 'a', untilMs: 60_000, amounts: new Map([[key, 3]]) });
  expect([keeper.allows(asks(1)), keeper.allows(asks(1)), keeper.allows(asks(2))]).toEqual([
    true,
    true,
    false,
  ]);
  expect([keeper.ledger.size, keeper.ledger.sumOf(key)]).toEqual([1, 3]);
});

it('allows nothing before it has heard what others have charged', async () => {
  const ofOthers: Charge = { id: 'b', untilMs: 60_000, amounts: new Map([[key, 2]]) };
  const keeper = open({ exchange: async () => [ofOthers] });
  expect(keeper.allows(asks(1))).toBe(false);
  expect(await keeper.check(asks(1))).toBeUndefined();
  expect([keeper.allows(asks(2)), keeper.allows(asks(3))]).toEqual([true, false]);
  await keeper.close();
});

it('allows by what it knows while the others cannot be heard', async () => {
  const keeper = open({ exchange: () => Promise.reject(new Error('away')) });
  expect(await keeper.check(asks(1))).toBeUndefined();
  expect([keeper.allows(asks(4)), keeper.allows(asks(5))]).toEqual([true, false]);
  await keeper.close();
});
