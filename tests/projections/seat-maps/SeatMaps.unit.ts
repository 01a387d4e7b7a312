/** Seat maps that follow the log: what a node shows, and when it believes a map that others made. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryLog, openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { createMemorySeatMapStore } from '../../../src/adapters/memory-seat-maps/MemorySeatMapStore.ts';
import { type LogTail, openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { foldStream } from '../../../src/commands/engine/readStream.ts';
import type { SeatMap } from '../../../src/domain/showtime/seatMap.ts';
import { showtimeAggregate } from '../../../src/domain/showtime/showtimeAggregate.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { SeatMapStoreUnavailable, type SharedSeatMapStore } from '../../../src/ports/SeatMapStore.ts';
import {
  feedSharedMaps,
  mergeChanges,
  type SharedMapFeed,
} from '../../../src/projections/seat-maps/feedSharedMaps.ts';
import { createSeatMaps, type SeatMaps } from '../../../src/projections/seat-maps/SeatMaps.ts';
import { eventually } from '../../support/eventually.ts';
import { onSale, onSaleMs, priceTerms, seatsHeld, showtimeId, usd, uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';

const stream = `showtime-${showtimeId}`;
const held = (n: number, seatId: string) => seatsHeld(uuid(n), [seatId], onSaleMs);
const clock = { nowMs: () => Date.now(), steadyMs: () => performance.now() };

/** A shared store in memory that can be taken away. */
const sharedStore = () => {
  const inner = createMemorySeatMapStore(100);
  const state = { away: false, full: false, reads: 0, puts: 0 };
  const guarded = async <Answer>(does: () => Promise<Answer>): Promise<Answer> => {
    if (state.away) throw new SeatMapStoreUnavailable('away');
    return await does();
  };
  const store: SharedSeatMapStore = {
    read: (id) => {
      state.reads += 1;
      return guarded(() => inner.read(id));
    },
    put: (map) => {
      state.puts += 1;
      return guarded(() =>
        state.full ? Promise.reject(new SeatMapStoreUnavailable('full')) : inner.put(map),
      );
    },
    apply: (change) => guarded(() => inner.apply(change)),
    forget: (id) => guarded(() => inner.forget(id)),
    close: () => inner.close(),
    listen: () => () => undefined,
    isAway: () => state.away,
  };
  return { store, state, inner };
};

let events: EventStore;
let tail: LogTail;
let folds: number;
let shared: ReturnType<typeof sharedStore>;
const opened: SeatMaps[] = [];

const openMaps = (withShared = true): SeatMaps =>
  createSeatMaps({
    near: createMemorySeatMapStore(100),
    shared: withShared ? shared.store : undefined,
    events,
    tail,
    fold: (id) => {
      folds += 1;
      return foldStream(showtimeAggregate, events, id);
    },
  });

const record = async (...happened: Parameters<typeof appendEvents>[2][]): Promise<void> => {
  const position = await appendEvents(events, stream, ...happened);
  await tail.waitFor(position, 30_000);
};
const shown = async (maps: SeatMaps): Promise<Pick<SeatMap, 'revision' | 'status'> | undefined> => {
  const map = await maps.read(showtimeId);
  return map === undefined ? undefined : { revision: map.revision, status: map.status };
};

beforeEach(async () => {
  events = openMemoryEventStore({ log: createMemoryLog() });
  tail = await openLogTail(events, clock, (error) => {
    throw error;
  });
  folds = 0;
  shared = sharedStore();
  opened.length = 0;
});
afterEach(async () => {
  await tail.close();
  await events.close();
});

describe('the maps of a node', () => {
  it('are made once and then follow the log', async () => {
    const maps = openMaps(false);
    expect(await maps.read(showtimeId)).toBeUndefined();
    await record(...onSale());
    expect(await shown(maps)).toEqual({ revision: 1, status: 'A'.repeat(10) });
    const before = folds;
    await record(held(1, 'A2'));
    expect(await shown(maps)).toEqual({ revision: 2, status: 'AHAAAAAAAA' });
    expect(folds).toBe(before);
  });

  it('are made once for many who ask at once, with what happened meanwhile', async () => {
    await record(...onSale());
    const maps = openMaps(false);
    const asked = Array.from({ length: 50 }, () => shown(maps));
    await record(held(1, 'A1'));
    await Promise.all(asked);
    expect(folds).toBe(1);
    expect(await shown(maps)).toEqual({ revision: 2, status: 'HAAAAAAAAA' });
  });

  it('are made anew when prices change', async () => {
    await record(...onSale());
    const maps = openMaps(false);
    await maps.read(showtimeId);
    await record({ type: 'PricingChanged', data: { priceTerms: { ...priceTerms, base: usd(4_000) } } });
    expect((await maps.read(showtimeId))?.prices.regular).toEqual(usd(4_000));
  });

  it('say nothing of a stream that cannot be read', async () => {
    await record(...onSale());
    const maps = openMaps(false);
    await maps.read(showtimeId);
    await record({ type: 'SeatsHeld', data: { nonsense: true } });
    await expect(maps.read(showtimeId)).rejects.toThrow(/SeatsHeld/);
  });
});

describe('a map that others made', () => {
  it('is taken when it has the last word of its stream', async () => {
    await record(...onSale(), held(1, 'A1'));
    await openMaps().read(showtimeId);
    await eventually(async () => expect(await shared.inner.read(showtimeId)).toBeDefined());
    const before = folds;
    expect(await shown(openMaps())).toEqual({ revision: 2, status: 'HAAAAAAAAA' });
    expect(folds).toBe(before);
  });

  it('is not shown when it is behind its stream, and is made anew for all', async () => {
    await record(...onSale());
    await openMaps().read(showtimeId);
    await eventually(async () => expect(await shared.inner.read(showtimeId)).toBeDefined());
    await record(held(1, 'A1'));
    expect(await shown(openMaps())).toEqual({ revision: 2, status: 'HAAAAAAAAA' });
    await eventually(async () => expect((await shared.inner.read(showtimeId))?.revision).toBe(2));
  });

  it('is not shown when it is ahead of its stream', async () => {
    await record(...onSale());
    const map = await openMaps(false).read(showtimeId);
    if (map === undefined) throw new Error('no map');
    await shared.inner.put({ ...map, revision: 9, status: 'B'.repeat(10) });
    expect((await shown(openMaps()))?.status).toBe('A'.repeat(10));
  });

  it('is not asked for while the store is away', async () => {
    await record(...onSale());
    shared.state.away = true;
    const maps = openMaps();
    expect((await shown(maps))?.revision).toBe(1);
    expect([shared.state.reads, maps.isSharedStoreAway()]).toEqual([0, true]);
  });
});

describe('the feed of the shared store', () => {
  let feed: SharedMapFeed;
  const silent = { info: () => undefined, warn: () => undefined };
  const kept = async () => (await shared.inner.read(showtimeId))?.revision;

  beforeEach(() => {
    feed = feedSharedMaps(openMaps(), shared.store, silent);
  });
  afterEach(async () => await feed.stop());

  it('puts a new showtime whole and then each change', async () => {
    await record(...onSale());
    await eventually(async () => expect(await kept()).toBe(1));
    const puts = shared.state.puts;
    await record(held(1, 'A1'));
    await record(held(2, 'A2'));
    await eventually(async () => expect(await kept()).toBe(3));
    expect(shared.state.puts).toBe(puts);
    expect((await shared.inner.read(showtimeId))?.status).toBe('HHAAAAAAAA');
  });

  it.each(['away', 'full'] as const)(
    'waits while the store is %s and then brings it up to date',
    async (how) => {
      await record(...onSale());
      await eventually(async () => expect(await kept()).toBe(1));
      shared.state[how] = true;
      if (how === 'full') await shared.inner.forget(showtimeId);
      for (let n = 1; n <= 5; n += 1) await record(held(n, `A${n}`));
      await eventually(() => expect(feed.waiting()).toBe(1));
      shared.state[how] = false;
      await eventually(async () => expect(await kept()).toBe(6));
      expect((await shared.inner.read(showtimeId))?.status).toBe('HHHHHAAAAA');
    },
  );

  it('makes a map anew that has a gap or is gone', async () => {
    await record(...onSale());
    await eventually(async () => expect(await kept()).toBe(1));
    await shared.inner.forget(showtimeId);
    await record(held(1, 'A1'));
    await eventually(async () => expect(await kept()).toBe(2));
    const map = await shared.inner.read(showtimeId);
    if (map === undefined) throw new Error('no map');
    await shared.inner.forget(showtimeId);
    await shared.inner.put({ ...map, revision: 0 });
    await record(held(2, 'A2'));
    await eventually(async () => expect(await kept()).toBe(3));
  });

  it('merges what waits into one step, the last letter of a seat', () => {
    const first = { showtimeId, after: 1, revision: 2, changes: [['A1', 'H']] } as const;
    const next = {
      showtimeId,
      after: 2,
      revision: 3,
      changes: [
        ['A1', 'B'],
        ['A2', 'X'],
      ],
    } as const;
    expect(mergeChanges(first, next)).toEqual({ ...next, after: 1 });
    expect(mergeChanges(next, first)).toBe('whole');
    expect(mergeChanges('whole', next)).toBe('whole');
    expect(mergeChanges(undefined, next)).toBe(next);
  });
});
