/** A subscription that need not read what its subscriber has from elsewhere. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { subscribeByPages } from '../../../src/adapters/postgres/subscribeByPages.ts';
import { positionOf } from '../../../src/ports/EventStore.ts';
import { eventually } from '../../support/eventually.ts';

const openLog = () => {
  let head = 10n;
  const reads: string[] = [];
  const waiting = new Set<() => void>();
  const deps = {
    readAll: async (after: string) => {
      reads.push(after);
      return { events: [], next: positionOf(head), atEnd: true };
    },
    beyond: (position: bigint, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (head > position || signal.aborted) resolve();
        };
        waiting.add(look);
        signal.addEventListener('abort', look);
        look();
      }),
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  const grow = (by: bigint): string => {
    head += by;
    for (const look of waiting) look();
    return positionOf(head);
  };
  return { deps, reads, grow };
};

it('reads on only from what the subscriber has', async () => {
  const { deps, reads, grow } = openLog();
  const subscription = subscribeByPages(deps, positionOf(10n), { onEvents: () => undefined });
  await eventually(() => expect(reads).toEqual([positionOf(10n)]));
  await turn();
  const missing = grow(1n);
  await eventually(() => expect(reads).toHaveLength(2));
  subscription.has?.(missing);
  for (let round = 0; round < 5; round += 1) {
    subscription.has?.(grow(3n));
    for (let turns = 0; turns < 5; turns += 1) await turn();
  }
  expect(reads).toHaveLength(2);
  grow(1n);
  await eventually(() => expect(reads).toEqual([positionOf(10n), positionOf(10n), positionOf(26n)]));
  await subscription.close();
});
