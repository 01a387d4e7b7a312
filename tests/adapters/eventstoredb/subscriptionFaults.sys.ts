/** Subscriptions that are dropped, in every way the engine does it: they go on without gap or double. */
import { describe, expect, it } from 'vitest';
import type { EventFilter, EventStore, Position, RecordedEvent } from '../../../src/ports/EventStore.ts';
import { positionOf } from '../../../src/ports/EventStore.ts';
import {
  appended,
  idsOf,
  newCategory,
  newEvents,
  newStream,
  readToEnd,
  turns,
} from '../../contracts/eventStore/given.ts';
import type { SubscriptionFault } from '../../support/eventstoredb/faults.ts';
import { subscriptionFaults } from '../../support/eventstoredb/faults.ts';
import { eventually } from '../../support/eventually.ts';
import { foreignEvents, givenServer, givenStore } from './given.ts';

const allFaults = Object.keys(subscriptionFaults).filter(
  (fault): fault is SubscriptionFault => fault in subscriptionFaults,
);

const follow = (store: EventStore, after: Position, filter?: EventFilter) => {
  const seen = { events: [] as RecordedEvent[], next: after, caughtUp: 0, failures: [] as unknown[] };
  const subscription = store.subscribe(
    after,
    {
      onEvents: async (events, next) => {
        await turns(2);
        seen.events.push(...events);
        seen.next = next;
      },
      onCaughtUp: () => {
        seen.caughtUp += 1;
      },
      onFailed: (error) => {
        seen.failures.push(error);
      },
    },
    filter === undefined ? {} : { filter },
  );
  return Object.assign(seen, { subscription });
};

describe('a subscription', () => {
  for (const fault of allFaults) {
    for (const filtered of [true, false]) {
      it(`${filtered ? 'with' : 'without'} a filter goes on after the drop ${fault}, while writing goes on`, async () => {
        const fake = await givenServer();
        const drops: string[] = [];
        const logger = { warn: (details: object) => drops.push(JSON.stringify(details)) };
        const store = await givenStore(fake, { logger });
        const category = newCategory();
        const after = await store.head();
        await appended(store, newStream(category), 'no-stream', newEvents(300));
        const followed = follow(store, after, filtered ? { categories: [category] } : undefined);
        for (let round = 0; round < 12; round += 1) {
          const { position } = await appended(store, newStream(category), 'no-stream', newEvents(3));
          await appended(store, newStream(), 'no-stream', newEvents(1));
          // Now and then dropped twice before anything arrived, or in the middle of catching up.
          await turns(round);
          fake.dropSubscriptions(fault);
          if (round % 4 === 3) await eventually(() => expect(followed.next >= position).toBe(true));
        }
        const { position } = await appended(store, newStream(category), 'no-stream', newEvents(1));
        await eventually(() => expect(followed.next >= position).toBe(true));
        const written = await readToEnd(store, after, {
          maxCount: 1_000,
          filter: { categories: [category] },
        });
        const ours = followed.events.filter(({ stream }) => stream.startsWith(category));
        expect(ours).toEqual(written.events);
        expect(followed.caughtUp).toBe(1);
        expect(followed.failures).toEqual([]);
        expect(drops.length).toBeGreaterThan(0);
        await followed.subscription.close();
      });
    }
  }

  it('goes on after the server restarted on its port, also when that took a while', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const category = newCategory();
    const after = await store.head();
    const followed = follow(store, after, { categories: [category] });
    const expected: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const events = newEvents(5);
      expected.push(...idsOf(events));
      await appended(store, newStream(category), 'no-stream', events);
      if (round > 0) await eventually(() => expect(idsOf(followed.events)).toEqual(expected));
      fake.stop();
      await turns(round * 500);
      await fake.start();
    }
    await eventually(() => expect(idsOf(followed.events)).toEqual(expected));
    await followed.subscription.close();
  });

  it('is asked for again when the server takes it and stays silent', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const category = newCategory();
    const after = await store.head();
    const events = newEvents(3);
    await appended(store, newStream(category), 'no-stream', events);
    fake.subscriptionFaults.push('refused', 'hang', 'hang');
    const followed = follow(store, after, { categories: [category] });
    await eventually(() => expect(idsOf(followed.events)).toEqual(idsOf(events)), 10_000);
    await followed.subscription.close();
  });

  it('resumes from a checkpoint in a long stretch that its filter passes over', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const category = newCategory();
    const after = await store.head();
    for (let n = 0; n < 4; n += 1) await appended(store, newStream(), 'no-stream', newEvents(1_500));
    const events = newEvents(2);
    await appended(store, newStream(category), 'no-stream', events);
    const followed = follow(store, after, { categories: [category] });
    for (let n = 0; n < 4; n += 1) {
      await eventually(() => expect(fake.subscriptions).toBe(1));
      await turns(40);
      fake.dropSubscriptions('reset');
    }
    await eventually(() => expect(idsOf(followed.events)).toEqual(idsOf(events)), 10_000);
    await followed.subscription.close();
  });

  it('tells how far it is though only the engine and strangers write', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const followed = follow(store, await store.head(), { categories: [newCategory()] });
    await eventually(() => expect(followed.caughtUp).toBe(1));
    foreignEvents(fake, '$stats-0', '$statsCollected', 5);
    foreignEvents(fake, newStream(), 'SomebodyElses', 5);
    const { position } = await appended(store, newStream(), 'no-stream', newEvents(1));
    expect(await store.head()).toBe(position);
    await eventually(() => expect(followed.next >= position).toBe(true));
    expect(followed.events).toEqual([]);
    await followed.subscription.close();
  });

  it('from a position that never was one hands over what comes after it', async () => {
    const fake = await givenServer();
    const store = await givenStore(fake);
    const category = newCategory();
    const first = await appended(store, newStream(category), 'no-stream', newEvents(1));
    const events = newEvents(3);
    await appended(store, newStream(category), 'no-stream', events);
    const invented = positionOf(BigInt(first.position) + 1n);
    for (const filter of [undefined, { categories: [category] }]) {
      const followed = follow(store, invented, filter);
      await eventually(() => expect(idsOf(followed.events)).toEqual(idsOf(events)));
      await followed.subscription.close();
    }
  });
});
