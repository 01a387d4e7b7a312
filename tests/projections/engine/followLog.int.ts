/** A reader that keeps something of the whole log leaves room for requests while it catches up. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { positionOf, type SubscriptionHandlers } from '../../../src/ports/EventStore.ts';
import type { LogFeed } from '../../../src/ports/LogFeed.ts';
import { followLog } from '../../../src/projections/engine/followLog.ts';
import { silent } from '../../support/nodes.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const batches = 4;
const workMs = 20;

const work = (): void => {
  const until = performance.now() + workMs;
  while (performance.now() < until);
};

it('rests for twice as long as each batch took, until it has caught up', async () => {
  const events = openMemoryEventStore();
  const subscribed = Promise.withResolvers<SubscriptionHandlers>();
  const feed: LogFeed = {
    subscribe: (_after, handlers) => {
      subscribed.resolve(handlers);
      return { close: async () => undefined };
    },
    hurry: () => undefined,
    nothingUpTo: (after) => after,
  };
  const kept = { take: work, write: async () => undefined };
  const reader = { name: 'resting', schema: 'resting_v1', tables: '', open: async () => kept };
  const logger = { ...silent, info: () => undefined };
  const readStore = database.openReadStore();
  const clock = { nowMs: () => Date.now() };
  const running = followLog(reader, { events, feed, readStore, clock, logger });

  const handlers = await subscribed.promise;
  const begunMs = performance.now();
  for (let nth = 1; nth <= batches; nth += 1) await handlers.onEvents([], positionOf(BigInt(nth)));
  expect(performance.now() - begunMs).toBeGreaterThan(batches * 3 * workMs);
  const standing = { name: 'resting', position: positionOf(BigInt(batches)), parked: 0 };
  expect(running.status()).toEqual({ ...standing, state: 'catching-up' });
  handlers.onCaughtUp?.();
  expect(running.status().state).toBe('live');
  await running.stop();
  await events.close();
});
