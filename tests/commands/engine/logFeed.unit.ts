/** One reader of the log for all that follow it in a process. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createMemoryLog,
  type MemoryLog,
  openMemoryEventStore,
} from '../../../src/adapters/memory/MemoryEventStore.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { type LogTail, openLogTail } from '../../../src/commands/engine/LogTail.ts';
import type { EventStore, Position, Subscription } from '../../../src/ports/EventStore.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { counted } from '../../projections/countingProjection.ts';
import { eventually } from '../../support/eventually.ts';

const filter = { categories: ['counter'], types: ['Counted'] };
const elsewhere = { type: 'Elsewhere', data: {} };

let log: MemoryLog;
let events: EventStore;
let tail: LogTail;
let closing: { close(): Promise<void> }[];
let calls: { pages: number; subscriptions: number };

beforeEach(async () => {
  closing = [];
  calls = { pages: 0, subscriptions: 0 };
  log = createMemoryLog();
  events = openMemoryEventStore({ log });
  tail = await open();
});
afterEach(async () => {
  for (const each of closing.reverse()) await each.close();
});

const open = async (eventsMax = 10_000): Promise<LogTail> => {
  const store = openMemoryEventStore({ log });
  const watched: EventStore = {
    ...store,
    readAll: (after, options) => {
      calls.pages += 1;
      return store.readAll(after, options);
    },
    subscribe: (after, handlers, options) => {
      calls.subscriptions += 1;
      return store.subscribe(after, handlers, options);
    },
  };
  const limits = { eventsMax, bytesMax: 1_000_000 };
  const opened = await openLogTail(watched, systemClock, () => undefined, limits);
  closing.push(store, opened);
  return opened;
};

const follow = (
  from: Position = positionStart,
  onBatch: () => Promise<void> = async () => undefined,
  feed = tail,
) => {
  const seen: string[] = [];
  const batches: { readonly events: number; readonly next: Position }[] = [];
  const told = { caughtUp: 0, failed: [] as unknown[] };
  const subscription: Subscription = feed.subscribe(
    from,
    {
      onEvents: async (batch, next) => {
        seen.push(...batch.map(({ stream, revision }) => `${stream}@${revision}`));
        batches.push({ events: batch.length, next });
        if (batch.length > 0) await onBatch();
      },
      onCaughtUp: () => {
        told.caughtUp += 1;
      },
      onFailed: (error) => told.failed.push(error),
    },
    { filter, reader: 'counting' },
  );
  closing.push(subscription);
  return { seen, batches, told, subscription };
};
const revisions = (count: number): string[] =>
  Array.from({ length: count }, (_, revision) => `counter-a@${revision}`);
const append = (count: number): Promise<Position> =>
  appendEvents(events, 'counter-a', ...Array.from({ length: count }, () => counted()));

it('hands over what stood and then what comes, in order, with one subscription and no more pages', async () => {
  await append(3);
  const [one, other] = [follow(), follow()];
  await eventually(() => expect([one.told.caughtUp, other.told.caughtUp]).toEqual([1, 1]));
  const { pages } = calls;
  for (let round = 0; round < 20; round += 1) {
    await append(1);
    await appendEvents(events, 'other-a', elsewhere);
  }
  await eventually(() => expect(one.seen).toEqual(revisions(23)));
  await eventually(() => expect(other.seen).toEqual(revisions(23)));
  expect(calls).toEqual({ pages, subscriptions: 1 });
});

it('lets a slow reader read pages from the store, without a gap or a double', async () => {
  tail = await open(8);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = follow(positionStart, () => held);
  const fast = follow();
  await append(1);
  await eventually(() => expect(slow.seen).toEqual(revisions(1)));
  await eventually(() => expect(fast.seen).toEqual(revisions(1)));
  for (let round = 0; round < 30; round += 1) await append(1);
  const head = await events.head();
  await tail.waitFor(head, 5_000);
  const { pages } = calls;
  release();
  await eventually(() => expect(slow.seen).toEqual(revisions(31)));
  expect(calls.pages).toBeGreaterThan(pages);
  await append(1);
  await eventually(() => expect(slow.seen).toEqual(revisions(32)));
  await eventually(() => expect(fast.seen).toEqual(revisions(32)));
});

it('keeps a bounded number of bytes', async () => {
  const store = openMemoryEventStore({ log });
  const small = await openLogTail(store, systemClock, () => undefined, { eventsMax: 1_000, bytesMax: 1_000 });
  closing.push(store, small);
  const before = small.position();
  const head = await append(20);
  await small.waitFor(head, 5_000);
  expect(small.nothingUpTo(before, { categories: ['other'] })).toBe(before);
  const after = await appendEvents(events, 'counter-b', counted());
  await small.waitFor(after, 5_000);
  expect(small.nothingUpTo(head, { categories: ['other'] })).toBe(after);
});

it('hands over at once after a rest, and in batches under load', async () => {
  const reader = follow();
  await eventually(() => expect(reader.told.caughtUp).toBe(1));
  const startedAtMs = performance.now();
  let appended = 0;
  while (performance.now() - startedAtMs < 450) {
    await append(1);
    appended += 1;
    if (appended === 1) await eventually(() => expect(reader.seen).toEqual(revisions(1)));
    await pause(2);
  }
  await eventually(() => expect(reader.seen).toEqual(revisions(appended)));
  const tookMs = performance.now() - startedAtMs;
  const full = reader.batches.filter((batch) => batch.events > 0);
  expect(full[0]?.events).toBe(1);
  // Two that follow each other are a pace apart; one for the batch of the start.
  expect(full.length).toBeLessThanOrEqual(Math.ceil(tookMs / 100) + 1);
});

it('does not pace readers that are waited for', async () => {
  const reader = follow();
  await eventually(() => expect(reader.told.caughtUp).toBe(1));
  const startedAtMs = performance.now();
  for (let round = 1; round <= 40; round += 1) {
    tail.hurry('counting');
    await append(1);
    await eventually(() => {
      tail.hurry('counting');
      expect(reader.seen).toEqual(revisions(round));
    });
  }
  expect(performance.now() - startedAtMs).toBeLessThan(3_000);
  expect(reader.batches.filter((batch) => batch.events > 0)).toHaveLength(40);
});

it('tells of a stretch without events once a second, and knows about it before', async () => {
  const reader = follow();
  await eventually(() => expect(reader.told.caughtUp).toBe(1));
  const before = reader.batches.at(-1)?.next ?? positionStart;
  let head = before;
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < 500) {
    head = await appendEvents(events, 'other-a', elsewhere);
    await pause(5);
  }
  await tail.waitFor(head, 5_000);
  expect(tail.nothingUpTo(before, filter)).toBe(head);
  expect(tail.nothingUpTo(before, { categories: ['other'] })).toBe(before);
  expect(tail.nothingUpTo(positionStart, filter)).toBe(positionStart);
  expect(reader.seen).toEqual([]);
  expect(reader.batches.length).toBeLessThanOrEqual(3);
  await eventually(() => expect(reader.batches.at(-1)).toEqual({ events: 0, next: head }));
});

it('stops at a handler that fails, and waits for a handler when it is closed', async () => {
  await append(1);
  const broken = follow(positionStart, async () => {
    throw new RangeError('no');
  });
  await eventually(() => expect(broken.told.failed).toEqual([new RangeError('no')]));
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = follow(positionStart, () => held);
  await eventually(() => expect(slow.seen).toEqual(revisions(1)));
  let closed = false;
  const closes = slow.subscription.close().then(() => {
    closed = true;
  });
  await append(1);
  await tail.waitFor(await events.head(), 5_000);
  expect(closed).toBe(false);
  release();
  await closes;
  expect(slow.seen).toEqual(revisions(1));
});
