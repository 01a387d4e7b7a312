/** What two nodes count of one key. */
import { expect, it } from 'vitest';
import { openBudgetKeeper } from '../../src/commands/limits/budgetKeeper.ts';
import { createRateCounts } from '../../src/commands/limits/rateCounts.ts';

const openNode = () => {
  const logger = { warn: () => undefined };
  const shared = { exchange: async () => [] };
  const keeper = openBudgetKeeper({ clock: { nowMs: () => 0 }, shared, logger });
  return { keeper, rates: createRateCounts(keeper) };
};

it('adds what another node has told, and counts nothing twice', () => {
  const [one, two] = [openNode(), openNode()];
  expect(one.rates.count('somebody', 5, 100, 60_000)).toEqual({ used: 5, windowEndMs: 120_000 });
  two.keeper.ledger.receive(one.keeper.ledger.takeChanges());
  expect(two.rates.count('somebody', 2, 100, 61_000).used).toBe(7);
  expect(two.rates.count('somebody', 2, 100, 61_000).used).toBe(9);
  expect(two.rates.count('another', 1, 100, 61_000).used).toBe(1);
  expect(two.rates.count('somebody', 1, 100, 120_000)).toEqual({ used: 1, windowEndMs: 180_000 });
});

it('tells nothing of callers who are far from what they may', () => {
  const { keeper, rates } = openNode();
  for (let caller = 0; caller < 100; caller += 1) rates.count(`caller ${caller}`, 1, 100, 60_000);
  expect(keeper.ledger.size).toBe(0);
  for (let request = 0; request < 3; request += 1) rates.count('busy', 1, 100, 60_000);
  expect(keeper.ledger.size).toBe(1);
});

it('counts alone where there is no other node', () => {
  const rates = createRateCounts(undefined);
  expect(rates.count('somebody', 5, 100, 60_000).used).toBe(5);
  expect(rates.count('somebody', 1, 100, 119_999).used).toBe(6);
  expect(rates.count('somebody', 1, 100, 120_000).used).toBe(1);
});
