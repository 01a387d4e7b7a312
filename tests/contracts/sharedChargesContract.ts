/** Two nodes of one system: what is spent on one is spent on the other, and so is what is given back. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BudgetKeeper, openBudgetKeeper } from '../../src/commands/limits/budgetKeeper.ts';
import type { SharedCharges } from '../../src/ports/SharedCharges.ts';
import { eventually } from '../support/eventually.ts';
import { silentLogger } from '../support/postgres.ts';

const withinMs = 20_000;

export const openSpender = (shared: SharedCharges): BudgetKeeper => {
  const keeper = openBudgetKeeper({ clock: { nowMs: () => Date.now() }, shared, logger: silentLogger });
  onTestFinished(() => keeper.close());
  return keeper;
};

export const spendings = (id: string, { amount = 1, of = 'somebody' } = {}) => [
  {
    id,
    untilMs: Date.now() + 600_000,
    asks: [{ budget: 'open-holds' as const, of, amount, maxOf: () => 4 }],
  },
];

export const refusedOn = async (keeper: BudgetKeeper, of = 'somebody') =>
  (await keeper.check(spendings('', { of })[0]?.asks ?? []))?.budget;

/** `openSystem` gives a system of its own; what it gives opens a node. */
export const sharedChargesContract = (
  name: string,
  openSystem: () => Promise<() => Promise<SharedCharges>>,
): void => {
  describe(`charges shared by ${name}`, () => {
    it('lets a caller spend once what two nodes have to give, and again what was given back', async () => {
      const openNode = await openSystem();
      const [one, two] = [openSpender(await openNode()), openSpender(await openNode())];
      for (const id of ['a', 'b', 'c', 'd']) expect(await one.spend(spendings(id))).toBeUndefined();
      await eventually(async () => expect(await refusedOn(two)).toBe('open-holds'), withinMs);
      one.giveBack('a');
      await eventually(async () => expect(await refusedOn(two)).toBeUndefined(), withinMs);
      expect(await two.spend(spendings('e'))).toBeUndefined();
      await eventually(async () => expect(await refusedOn(one)).toBe('open-holds'), withinMs);
    });

    it('tells a node that starts later', async () => {
      const openNode = await openSystem();
      const one = await openNode();
      const charge = {
        id: 'a',
        untilMs: Date.now() + 600_000,
        amounts: new Map([['open-holds somebody', 4]]),
      };
      expect(await one.exchange([charge])).toEqual([]);
      const late = await openNode();
      expect(await late.exchange([])).toEqual([charge]);
      expect(await late.exchange([])).toEqual([]);
    });

    it('hands changes over in their order, and none to its sender', async () => {
      const openNode = await openSystem();
      const [one, two] = [await openNode(), await openNode()];
      const changes = [1, 2, 3].map((amount) => ({
        id: 'a',
        untilMs: Date.now() + 600_000,
        amounts: new Map([['payments somebody', amount]]),
      }));
      for (const change of changes) expect(await one.exchange([change])).toEqual([]);
      expect(await two.exchange([])).toEqual(changes);
      expect(await one.exchange([])).toEqual([]);
    });
  });
};
