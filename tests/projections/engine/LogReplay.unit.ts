import { describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import {
  type EventFilter,
  type EventStore,
  type Position,
  positionStart,
  type RecordedEvent,
} from '../../../src/ports/EventStore.ts';
import { createLogReplay } from '../../../src/projections/engine/LogReplay.ts';
import { appendEvents } from '../appendEvents.ts';

const even = { categories: ['even'], types: ['Counted'] };
const odd = { categories: ['odd'], types: ['Counted', 'Forgotten'] };

const logOf = async (count: number): Promise<EventStore> => {
  const events = openMemoryEventStore();
  for (let n = 0; n < count; n += 1) {
    await appendEvents(events, `${n % 2 === 0 ? 'even' : 'odd'}-a`, { type: 'Counted', data: { n } });
  }
  return events;
};

/** The store, with pages of two events, and how often it was asked for which. */
const inPages = (events: EventStore) => {
  const reads: Position[] = [];
  const readAll: EventStore['readAll'] = (after, options) => {
    reads.push(after);
    return events.readAll(after, { ...options, maxCount: 2 });
  };
  return { readAll, reads };
};

const reader = (
  filter: EventFilter,
  more: Partial<Parameters<ReturnType<typeof createLogReplay>['handOver']>[0]> = {},
) => {
  const taken: unknown[] = [];
  return {
    taken,
    after: positionStart,
    filter,
    take: async (events: readonly RecordedEvent[], _next: Position) =>
      void taken.push(...events.map(({ data }) => data)),
    isOver: () => false,
    ...more,
  };
};
const numbers = (count: number, from: number) =>
  Array.from({ length: count }, (_, place) => ({ n: from + 2 * place }));

describe('a replay of the log', () => {
  it('gives each reader what it wants, in order, and reads every page once for all', async () => {
    const events = await logOf(20);
    const { readAll, reads } = inPages(events);
    const replay = createLogReplay({ readAll });
    const [one, other] = [reader(even), reader(odd)];
    expect(await Promise.all([replay.handOver(one), replay.handOver(other)])).toEqual([true, true]);
    expect(one.taken).toEqual(numbers(10, 0));
    expect(other.taken).toEqual(numbers(10, 1));
    expect(new Set(reads).size).toBe(reads.length);
  });

  it('begins with what a reader lacks that comes while others are on their way, and gives nothing twice', async () => {
    const events = await logOf(20);
    const replay = createLogReplay(inPages(events));
    const late = reader(odd);
    let coming: Promise<boolean> | undefined;
    const one = reader(even);
    const first = replay.handOver({
      ...one,
      take: async (batch) => {
        coming ??= replay.handOver(late);
        await one.take(batch, positionStart);
      },
    });
    expect(await first).toBe(true);
    expect(await coming).toBe(true);
    expect(one.taken).toEqual(numbers(10, 0));
    expect(late.taken).toEqual(numbers(10, 1));
  });

  it('gives a reader nothing of a page that was asked for before it came', async () => {
    const events = await logOf(20);
    const late = reader(odd);
    let coming: Promise<boolean> | undefined;
    const replay = createLogReplay({
      readAll: async (after, options) => {
        const page = await events.readAll(after, { ...options, maxCount: 2 });
        coming ??= replay.handOver(late);
        return page;
      },
    });
    const one = reader(even);
    expect(await replay.handOver(one)).toBe(true);
    expect(await coming).toBe(true);
    expect(one.taken).toEqual(numbers(10, 0));
    expect(late.taken).toEqual(numbers(10, 1));
  });

  it('goes on for the others when one fails or is over', async () => {
    const events = await logOf(20);
    const replay = createLogReplay(inPages(events));
    const whole = reader(even);
    const failing = replay.handOver(
      reader(odd, {
        take: async () => {
          throw new Error('a full disk');
        },
      }),
    );
    const given = replay.handOver(reader(odd, { isOver: () => true }));
    const read = replay.handOver(whole);
    await expect(failing).rejects.toThrow('a full disk');
    expect(await given).toBe(false);
    expect(await read).toBe(true);
    expect(whole.taken).toEqual(numbers(10, 0));
  });

  it('fails for all when the log fails, and can be used again', async () => {
    const events = await logOf(4);
    let isAway = true;
    const replay = createLogReplay({
      readAll: async (...asked) => {
        if (isAway) throw new Error('the log is away');
        return events.readAll(...asked);
      },
    });
    await expect(replay.handOver(reader(even))).rejects.toThrow('the log is away');
    isAway = false;
    const again = reader(even);
    expect(await replay.handOver(again)).toBe(true);
    expect(again.taken).toEqual(numbers(2, 0));
  });
});
