/** What two nodes count of one key. */
import { expect, it } from 'vitest';
import { openBudgetKeeper } from '../../src/commands/limits/budgetKeeper.ts';
import { createRateCounts } from '../../src/commands/limits/rateCounts.ts';

const openNode = () => {
  const logger = { warn: () => undefined };
  const keeper = openBudgetKeeper({ clock: { nowMs: () => 0 }, shared: undefined, logger });
  return { keeper, rates: createRateCounts(keeper) };
};

it('adds what another node has told, and counts nothing twice', () => {
  const [one, two] = [openNode(), openNode()];
  expect(one.rates.count('somebody', 5, 60_000)).toEqual({ used: 5, windowEndMs: 120_000 });
  two.keeper.ledger.receive(one.keeper.ledger.takeChanges());
  expect(two.rates.count('somebody', 2, 61_000).used).toBe(7);
  expect(two.rates.count('somebody', 2, 61_000).used).toBe(9);
  expect(two.rates.count('another', 1, 61_000).used).toBe(1);
  expect(two.rates.count('somebody', 1, 120_000)).toEqual({ used: 1, windowEndMs: 180_000 });
});
