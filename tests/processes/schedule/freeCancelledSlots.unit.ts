/**
 * The hall time of cancelled showtimes, over a log in memory: freed once, by however many nodes, and by the next pass
 * when one was interrupted.
 */
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createMemoryLog,
  type MemoryLog,
  openMemoryEventStore,
} from '../../../src/adapters/memory/MemoryEventStore.ts';
import { openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { createRunners } from '../../../src/commands/runners.ts';
import type { ScheduleEvent } from '../../../src/domain/schedule/events.ts';
import { scheduleDecider } from '../../../src/domain/schedule/scheduleDecider.ts';
import { EventStoreUnavailable, type StreamAppend } from '../../../src/ports/EventStore.ts';
import { freeCancelledSlots } from '../../../src/processes/schedule/freeCancelledSlots.ts';
import { around, guest, silent, testClock } from '../../support/nodes.ts';
import { iso, minutes, onSaleMs, startsAtMs, usd, uuid } from '../../support/showtimes.ts';

const hallId = uuid(0x4a);
const showtimeOf = (place: number): string => uuid(0x500 + place);
const slotOf = (place: number) => ({
  ...{ showtimeId: showtimeOf(place), movieId: uuid(0xa), theaterId: uuid(0xb), hallId },
  ...{ cleaningMs: minutes(20), layoutVersion: 1, basePrice: usd(1_250), format: '2D', language: 'en' },
  startsAt: iso(startsAtMs + place * minutes(180)),
  endsAt: iso(startsAtMs + place * minutes(180) + minutes(120)),
});

let log: MemoryLog;
let clock: ReturnType<typeof testClock>;
let cancelled: Set<string>;
const open: (() => Promise<void>)[] = [];

beforeEach(() => {
  log = createMemoryLog();
  clock = testClock(onSaleMs);
  cancelled = new Set();
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const happened = () =>
  (log.streams.get(`schedule-${hallId}`) ?? []).filter(({ type }) => type.startsWith('Slot'));
const freed = () =>
  happened()
    .filter(({ type }) => type === 'SlotFreed')
    .map(({ data }) => (data as { showtimeId: string }).showtimeId);

/** What the read model would tell: slots that the log still has, of showtimes that are cancelled. */
const keptSlots = async (nowMs: number, limit: number) =>
  happened()
    .reduce((state, event) => scheduleDecider.evolve(state, event as unknown as ScheduleEvent), {
      ...scheduleDecider.initialState,
    })
    .slots.filter(({ slot, freeFromMs }) => cancelled.has(slot.showtimeId) && freeFromMs > nowMs)
    .map(({ slot }) => ({ showtimeId: slot.showtimeId, hallId }))
    .slice(0, limit);

type Fault = (append: StreamAppend) => 'before' | 'after' | undefined;

/** A node; `fault` cuts an append off before or after the log has it. */
const openNode = async (fault: Fault = () => undefined) => {
  const plain = openMemoryEventStore({ log });
  const events = around(plain, async (append, inner) => {
    const cut = fault(append);
    if (cut === 'before') throw new EventStoreUnavailable('cut off');
    const result = await inner.append(append);
    if (cut === 'after') throw new EventStoreUnavailable('cut off');
    return result;
  });
  const tail = await openLogTail(events, clock, (error) => {
    throw error;
  });
  open.push(async () => {
    await tail.close();
    await plain.close();
  });
  const ids = { next: v7 };
  const commands = createRunners({ events, tail, clock, ids, logger: silent }, 10);
  return { commands, free: freeCancelledSlots({ keptSlots, commands, clock, ids }) };
};

const reserve = async (node: Awaited<ReturnType<typeof openNode>>, count: number): Promise<void> => {
  for (let place = 0; place < count; place += 1) {
    const outcome = await node.commands.schedules.execute(
      hallId,
      { type: 'ReserveSlot', ...slotOf(place) },
      guest,
    );
    expect(outcome.outcome).toBe('done');
  }
};

it('frees the time of a cancelled showtime, once, and of no other', async () => {
  const node = await openNode();
  await reserve(node, 3);
  await node.free.pass();
  expect(freed()).toEqual([]);
  cancelled.add(showtimeOf(1));
  await node.free.pass();
  await node.free.pass();
  expect(freed()).toEqual([showtimeOf(1)]);
  const again = { ...slotOf(1), showtimeId: uuid(0x999) };
  expect(
    await node.commands.schedules.execute(hallId, { type: 'ReserveSlot', ...again }, guest),
  ).toMatchObject({ outcome: 'done' });
});

it('frees it once when two nodes do it at the same time, or one after the other on an old list', async () => {
  const nodes = [await openNode(), await openNode()];
  const [first] = nodes;
  if (first === undefined) throw new Error('no node');
  await reserve(first, 4);
  for (const place of [0, 1, 2, 3]) cancelled.add(showtimeOf(place));
  const list = await keptSlots(clock.nowMs(), 10);
  await Promise.all(nodes.map(({ free }) => free.pass()));
  expect(freed().toSorted()).toEqual([0, 1, 2, 3].map(showtimeOf));
  const { commands } = first;
  const ids = { next: v7 };
  await freeCancelledSlots({ keptSlots: async () => list, commands, clock, ids }).pass();
  expect(freed()).toHaveLength(4);
});

it.each(['before', 'after'] as const)(
  'is finished by another node when cut off %s it was written',
  async (when) => {
    const dying = await openNode(({ events }) =>
      events.some(({ type }) => type === 'SlotFreed') ? when : undefined,
    );
    await reserve(dying, 2);
    cancelled.add(showtimeOf(0)).add(showtimeOf(1));
    await dying.free.pass();
    const next = await openNode();
    await next.free.pass();
    expect(freed().toSorted()).toEqual([showtimeOf(0), showtimeOf(1)]);
  },
);

it('leaves alone what is over anyway, and takes no more than a page at a time', async () => {
  const node = await openNode();
  await reserve(node, 60);
  for (let place = 0; place < 60; place += 1) cancelled.add(showtimeOf(place));
  clock.advance(startsAtMs - onSaleMs + minutes(150));
  await node.free.pass();
  expect(freed()).toHaveLength(50);
  expect(freed()).not.toContain(showtimeOf(0));
  await node.free.pass();
  expect(freed()).toHaveLength(59);
});
