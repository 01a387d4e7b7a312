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
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { EventStoreUnavailable, type StreamAppend } from '../../../src/ports/EventStore.ts';
import type { Reaction } from '../../../src/processes/engine/Reaction.ts';
import { freeCancelledSlots } from '../../../src/processes/schedule/freeCancelledSlots.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { around, guest, silent, testClock } from '../../support/nodes.ts';
import { reactToLog } from '../../support/reactToLog.ts';
import { iso, minutes, onSale, onSaleMs, startsAtMs, usd, uuid } from '../../support/showtimes.ts';

const hallId = uuid(0x4a);
const showtimeCancelled: ShowtimeEvent = {
  type: 'ShowtimeCancelled',
  data: { reason: { box: 'The projector is broken.' } },
};
const showtimeOf = (place: number): string => uuid(0x500 + place);
const slotOf = (place: number) => ({
  ...{ showtimeId: showtimeOf(place), movieId: uuid(0xa), theaterId: uuid(0xb), hallId },
  ...{ cleaningMs: minutes(20), layoutVersion: 1, basePrice: usd(1_250), format: '2D', language: 'en' },
  startsAt: iso(startsAtMs + place * minutes(180)),
  endsAt: iso(startsAtMs + place * minutes(180) + minutes(120)),
});

let log: MemoryLog;
let clock: ReturnType<typeof testClock>;
const open: (() => Promise<void>)[] = [];

beforeEach(() => {
  log = createMemoryLog();
  clock = testClock(onSaleMs);
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
  const react = () => reactToLog(freeCancelledSlots(commands) as Reaction, log);
  return { plain, commands, react };
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

const cancel = async (node: Awaited<ReturnType<typeof openNode>>, ...places: readonly number[]) => {
  for (const place of places) {
    const showtimeId = showtimeOf(place);
    const history = [...onSale({ showtimeId, hallId }), showtimeCancelled];
    await appendEvents(node.plain, `showtime-${showtimeId}`, ...history);
  }
};

it('frees the time of a cancelled showtime, once, and of no other', async () => {
  const node = await openNode();
  await reserve(node, 3);
  await node.react();
  expect(freed()).toEqual([]);
  await cancel(node, 1);
  await node.react();
  await node.react();
  expect(freed()).toEqual([showtimeOf(1)]);
  const again = { ...slotOf(1), showtimeId: uuid(0x999) };
  const reserved = await node.commands.schedules.execute(hallId, { type: 'ReserveSlot', ...again }, guest);
  expect(reserved.outcome).toBe('done');
});

it('frees it once when two nodes react at the same time', async () => {
  const nodes = [await openNode(), await openNode()];
  const [first] = nodes;
  if (first === undefined) throw new Error('no node');
  await reserve(first, 4);
  await cancel(first, 0, 1, 2, 3);
  await Promise.all(nodes.map(({ react }) => react()));
  expect(freed().toSorted()).toEqual([0, 1, 2, 3].map(showtimeOf));
});

it.each(['before', 'after'] as const)(
  'is finished by another node when cut off %s it was written',
  async (when) => {
    const dying = await openNode(({ events }) =>
      events.some(({ type }) => type === 'SlotFreed') ? when : undefined,
    );
    await reserve(dying, 2);
    await cancel(dying, 0, 1);
    await expect(dying.react()).rejects.toThrow(EventStoreUnavailable);
    const next = await openNode();
    await next.react();
    expect(freed().toSorted()).toEqual([showtimeOf(0), showtimeOf(1)]);
  },
);

it('leaves alone what is over anyway', async () => {
  const node = await openNode();
  await reserve(node, 2);
  await cancel(node, 0, 1);
  clock.advance(startsAtMs - onSaleMs + minutes(150));
  await node.react();
  expect(freed()).toEqual([showtimeOf(1)]);
});

it('names the cancellation as the cause', async () => {
  const node = await openNode();
  await reserve(node, 1);
  await cancel(node, 0);
  await node.react();
  const cause = (log.streams.get(`showtime-${showtimeOf(0)}`) ?? []).at(-1);
  expect(happened().at(-1)?.metadata).toEqual({
    correlationId: cause?.metadata.correlationId,
    causationId: cause?.id,
    actor: cause?.metadata.actor,
  });
});
