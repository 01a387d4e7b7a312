import { expect, it } from 'vitest';
import { withStandIn } from '../../../src/commands/limits/withStandIn.ts';
import type { Charge, SharedCharges } from '../../../src/ports/SharedCharges.ts';
import { eventually } from '../../support/eventually.ts';

const charge = (id: string): Charge => ({ id, untilMs: 1_000, amounts: new Map([['payments somebody', 1]]) });

const fake = () => {
  const sent: string[] = [];
  let received: readonly Charge[] = [];
  let isAway = false;
  const shared: SharedCharges = {
    exchange: async (changes) => {
      if (isAway) throw new Error('away');
      sent.push(...changes.map(({ id }) => id));
      const taken = received;
      received = [];
      return taken;
    },
  };
  return {
    shared,
    sent,
    give: (...charges: readonly Charge[]) => {
      received = charges;
    },
    lose: () => {
      isAway = true;
    },
  };
};

it('hands changes to the first, and hears also of nodes that have the stand-in alone', async () => {
  const [first, standIn] = [fake(), fake()];
  const { exchange } = withStandIn(first.shared, standIn.shared);
  first.give(charge('one'));
  standIn.give(charge('two'));
  expect(await exchange([charge('own')])).toEqual([charge('one')]);
  await eventually(async () => expect(await exchange([])).toEqual([charge('two')]));
  expect([first.sent, standIn.sent]).toEqual([['own'], []]);
});

it('hands the same changes to the stand-in while the first fails', async () => {
  const [first, standIn] = [fake(), fake()];
  const { exchange } = withStandIn(first.shared, standIn.shared);
  first.lose();
  standIn.give(charge('two'));
  expect(await exchange([charge('own')])).toEqual([charge('two')]);
  expect([first.sent, standIn.sent]).toEqual([[], ['own']]);
});

it('does not need the stand-in while the first answers, and fails when both are away', async () => {
  const [first, standIn] = [fake(), fake()];
  const { exchange } = withStandIn(first.shared, standIn.shared);
  standIn.lose();
  first.give(charge('one'));
  expect(await exchange([])).toEqual([charge('one')]);
  expect(await exchange([])).toEqual([]);
  first.lose();
  await expect(exchange([])).rejects.toThrow('away');
});
