import { expect, it } from 'vitest';
import { watchCatchUp } from '../../../src/composition/engine/watchCatchUp.ts';
import { EventStoreUnavailable, positionOf } from '../../../src/ports/EventStore.ts';
import { holdsProjection } from '../../../src/projections/holds/holdsProjection.ts';

const logId = '01900000-0000-7000-8000-000000000001';

const watching = (heads: readonly (number | 'away')[], reached: () => number) => {
  let asked = 0;
  const isCaughtUp = watchCatchUp([holdsProjection], {
    events: {
      head: async () => {
        const head = heads[Math.min(asked, heads.length - 1)] ?? 'away';
        asked += 1;
        if (head === 'away') throw new EventStoreUnavailable('away');
        return positionOf(BigInt(head));
      },
    },
    readStore: { checkpoint: async () => ({ logId, build: '', position: positionOf(BigInt(reached())) }) },
  });
  return isCaughtUp;
};

it('waits for the head at the start, not for what came later', async () => {
  let reached = 4;
  const isCaughtUp = watching([5, 9], () => reached);
  expect(await isCaughtUp()).toBe(false);
  reached = 5;
  expect(await isCaughtUp()).toBe(true);
  reached = 0;
  expect(await isCaughtUp()).toBe(true);
});

it('asks for the head again when the log was away at the start', async () => {
  const isCaughtUp = watching(['away', 5], () => 5);
  expect(await isCaughtUp()).toBe(false);
  expect(await isCaughtUp()).toBe(true);
});
