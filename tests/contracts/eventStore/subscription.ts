/** The event store's contract: following the log, from any place in it, without gap or double. */
import { describe, expect, it } from 'vitest';
import type {
  EventFilter,
  EventStore,
  Position,
  RecordedEvent,
  Subscription,
} from '../../../src/ports/EventStore.ts';
import { eventStoreLimits } from '../../../src/ports/EventStore.ts';
import { eventually } from '../../support/eventually.ts';
import type { Opened } from '../eventStoreContract.ts';
import { appended, idsOf, newCategory, newEvent, newEvents, newStream, readToEnd, turns } from './given.ts';

interface Followed {
  readonly events: RecordedEvent[];
  readonly batchSizes: number[];
  readonly failures: unknown[];
  caughtUp: number;
  eventsAtCatchUp: number;
  next: Position;
  running: number;
  runningMost: number;
  readonly subscription: Subscription;
}

/** Follows the log and keeps what it was told; `during` runs inside the handler. */
const follow = (
  store: EventStore,
  after: Position,
  filter?: EventFilter,
  during: (events: readonly RecordedEvent[]) => Promise<void> | void = () => undefined,
): Followed => {
  const seen = {
    events: [] as RecordedEvent[],
    batchSizes: [] as number[],
    failures: [] as unknown[],
    caughtUp: 0,
    eventsAtCatchUp: -1,
    next: after,
    running: 0,
    runningMost: 0,
  };
  const subscription = store.subscribe(
    after,
    {
      onEvents: async (events, next) => {
        seen.running += 1;
        seen.runningMost = Math.max(seen.running, seen.runningMost);
        try {
          expect(next >= seen.next && next >= (events.at(-1)?.position ?? next)).toBe(true);
          await during(events);
          seen.next = next;
          seen.batchSizes.push(events.length);
          seen.events.push(...events);
        } finally {
          seen.running -= 1;
        }
      },
      onCaughtUp: () => {
        seen.caughtUp += 1;
        seen.eventsAtCatchUp = seen.events.length;
      },
      onFailed: (error) => {
        seen.failures.push(error);
      },
    },
    filter === undefined ? {} : { filter },
  );
  return Object.assign(seen, { subscription });
};

/** `writers` clients that each append `appends` times, to streams of a category of their own. */
const keepWriting = (
  store: EventStore,
  category: string,
  writers: number,
  appends: number,
): Promise<unknown> =>
  Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; n < appends; n += 1) {
        await turns(writer);
        await appended(
          store,
          `${category}-${writer}`,
          'any',
          newEvents(1 + (n % 3), { data: { writer, n } }),
        );
      }
    }),
  );

export const subscriptionContract = (opened: Opened): void => {
  describe('subscribe', () => {
    for (const filtered of [true, false]) {
      it(`goes from the past to the present while writing goes on, ${filtered ? 'with' : 'without'} a filter`, async () => {
        const { store } = opened;
        const other = await opened.another();
        const category = newCategory();
        const filter = filtered ? { categories: [category] } : undefined;
        const after = await store.head();
        await keepWriting(store, category, 3, 20);
        const writing = Promise.all([
          keepWriting(store, category, 4, 30),
          keepWriting(other, category, 4, 30),
        ]);
        const followers = [follow(store, after, filter)];
        await turns(20);
        followers.push(follow(other, after, filter));
        await writing;
        const last = await appended(store, newStream(category), 'no-stream', newEvents(1));

        const written = (
          await readToEnd(store, after, { maxCount: 1_000, filter: { categories: [category] } })
        ).events;
        for (const followed of followers) {
          await eventually(() => expect(followed.next >= last.position).toBe(true), 20_000);
          const ours = followed.events.filter(({ stream }) => stream.startsWith(category));
          expect(ours).toEqual(written);
          expect(followed.runningMost).toBe(1);
          expect(followed.failures).toEqual([]);
          if (filtered) expect(followed.events.length).toBe(ours.length);
          await followed.subscription.close();
        }
      });
    }

    it('says once that it caught up, after everything that existed', async () => {
      const { store } = opened;
      const category = newCategory();
      const after = await store.head();
      const stream = newStream(category);
      await appended(store, stream, 'no-stream', newEvents(50));
      const followed = follow(store, after, { categories: [category] });
      await eventually(() => expect(followed.caughtUp).toBe(1));
      expect(followed.eventsAtCatchUp).toBe(50);
      await appended(store, stream, 49, newEvents(5));
      await eventually(() => expect(followed.events.length).toBe(55));
      expect(followed.caughtUp).toBe(1);
      await followed.subscription.close();
    });

    it('catches up at once where there is nothing to hand over', async () => {
      const { store } = opened;
      const followed = follow(store, await store.head(), { streams: [newStream()] });
      await eventually(() => expect(followed.caughtUp).toBe(1));
      expect(followed.events).toEqual([]);
      await followed.subscription.close();
    });

    it('hands over bounded batches, one after the other, however slow the handler', async () => {
      const { store } = opened;
      const category = newCategory();
      const after = await store.head();
      const events = newEvents(3_500);
      await appended(store, newStream(category), 'no-stream', events);
      const followed = follow(store, after, { categories: [category] }, () => turns(200));
      const live = newEvents(1_500);
      await appended(store, newStream(category), 'no-stream', live);
      await eventually(() => expect(followed.events.length).toBe(5_000), 20_000);
      expect(idsOf(followed.events)).toEqual(idsOf([...events, ...live]));
      expect(Math.max(...followed.batchSizes)).toBeLessThanOrEqual(eventStoreLimits.subscriptionBatchMax);
      expect(followed.runningMost).toBe(1);
      await followed.subscription.close();
    });

    it('starts after the position, and only the filtered reach the handler', async () => {
      const { store } = opened;
      const category = newCategory();
      const stream = newStream(category);
      const { position } = await appended(store, stream, 'no-stream', newEvents(2));
      const wanted = newEvents(4, { type: 'SeatsBooked' });
      const followed = follow(store, position, { categories: [category], types: ['SeatsBooked'] });
      await appended(store, stream, 1, [...wanted.slice(0, 2), newEvent({ type: 'SeatsBooked2' })]);
      await appended(store, newStream(`${category}s`), 'no-stream', newEvents(1, { type: 'SeatsBooked' }));
      await appended(store, stream, 4, wanted.slice(2));
      await eventually(() => expect(idsOf(followed.events)).toEqual(idsOf(wanted)));
      await followed.subscription.close();
    });

    it('tells how far it is when the filter passes over what comes', async () => {
      const { store } = opened;
      const followed = follow(store, await store.head(), { streams: [newStream()] });
      await eventually(() => expect(followed.caughtUp).toBe(1));
      for (let round = 0; round < 3; round += 1) {
        const { position } = await appended(store, newStream(), 'no-stream', newEvents(1));
        await eventually(() => expect(followed.next >= position).toBe(true));
      }
      expect(followed.events).toEqual([]);
      await followed.subscription.close();
    });

    it('resumes from the position it told', async () => {
      const { store } = opened;
      const category = newCategory();
      let from = await store.head();
      let isWriting = true;
      const writing = keepWriting(store, category, 2, 40).finally(() => {
        isWriting = false;
      });
      const ids: string[] = [];
      for (let round = 0; round < 8; round += 1) {
        const followed = follow(store, from, { categories: [category] });
        // Writers that are quick have nothing left to tell in a later round.
        await eventually(() => expect(followed.next > from || !isWriting).toBe(true));
        await followed.subscription.close();
        ids.push(...idsOf(followed.events));
        from = followed.next;
      }
      await writing;
      const rest = await readToEnd(store, from, { maxCount: 1_000, filter: { categories: [category] } });
      const streams = await Promise.all([0, 1].map((writer) => store.readStream(`${category}-${writer}`)));
      expect([...ids, ...idsOf(rest.events)].sort()).toEqual([...idsOf(streams.flat())].sort());
    });
  });

  describe('a handler that fails', () => {
    const failures: readonly [string, (error: Error) => Promise<void> | void][] = [
      ['by a rejection', (error) => Promise.reject(error)],
      [
        'by throwing',
        (error) => {
          throw error;
        },
      ],
    ];
    for (const [how, fail] of failures) {
      it(`${how} stops its subscription, which says so once`, async () => {
        const { store } = opened;
        const category = newCategory();
        const stream = newStream(category);
        const error = new Error('planted');
        let calls = 0;
        const failed: unknown[] = [];
        const subscription = store.subscribe(
          await store.head(),
          {
            onEvents: (events) => {
              if (events.length === 0) return undefined;
              calls += 1;
              return fail(error);
            },
            onFailed: (reason) => {
              failed.push(reason);
            },
          },
          { filter: { categories: [category] } },
        );
        const healthy = follow(store, await store.head(), { categories: [category] });
        await appended(store, stream, 'no-stream', newEvents(1));
        await eventually(() => expect(failed).toEqual([error]));
        await appended(store, stream, 0, newEvents(1));
        await eventually(() => expect(healthy.events.length).toBe(2));
        expect(failed).toEqual([error]);
        expect(calls).toBe(1);
        await subscription.close();
        await healthy.subscription.close();
      });
    }
  });

  describe('closing a subscription', () => {
    it('waits for the handler that runs; nothing is handed over afterwards', async () => {
      const { store } = opened;
      const category = newCategory();
      const stream = newStream(category);
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let entered = false;
      const followed = follow(store, await store.head(), { categories: [category] }, async () => {
        entered = true;
        await held;
      });
      await appended(store, stream, 'no-stream', newEvents(1));
      await eventually(() => expect(entered).toBe(true));
      let closed = false;
      const closing = followed.subscription.close().then(() => {
        closed = true;
      });
      await appended(store, stream, 0, newEvents(1));
      await turns(50);
      expect(closed).toBe(false);
      release();
      await closing;
      expect(followed.running).toBe(0);
      const seen = followed.batchSizes.length;
      const witness = follow(store, await store.head(), { categories: [category] });
      await appended(store, stream, 1, newEvents(1));
      await eventually(() => expect(witness.events.length).toBe(1));
      expect(followed.batchSizes.length).toBe(seen);
      await followed.subscription.close();
      await witness.subscription.close();
    });

    it('happens also when its store closes, and closing twice is harmless', async () => {
      const { store } = opened;
      const other = await opened.another();
      const category = newCategory();
      const followed = follow(other, await store.head(), { categories: [category] });
      await eventually(() => expect(followed.caughtUp).toBe(1));
      await other.close();
      await other.close();
      await followed.subscription.close();
      const seen = followed.batchSizes.length;
      await appended(store, newStream(category), 'no-stream', newEvents(1));
      await turns(50);
      expect(followed.batchSizes.length).toBe(seen);
      expect(followed.failures).toEqual([]);
    });
  });
};
