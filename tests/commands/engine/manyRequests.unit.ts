import { describe, expect, it } from 'vitest';
import { createMemoryLog, type MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { unpackJson } from '../../../src/commands/engine/packedJson.ts';
import { generationLimits } from '../../../src/commands/engine/RememberedRequests.ts';
import { snapshotEveryEvents } from '../../../src/commands/engine/snapshots.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { eventually } from '../../support/eventually.ts';
import { around, guest, keyed, openShowtimeNode, testClock } from '../../support/nodes.ts';
import { done, outcomeOf } from '../../support/outcomes.ts';
import { onSaleMs, scheduledData, showtimeId } from '../../support/showtimes.ts';

const stream = `showtime-${showtimeId}`;
const requests = 5_000;
const key = (n: number): string => Buffer.from(`an HMAC of thirty-two bytes ${n}`).toString('base64url');

/** A showtime on sale whose stream remembers 5,000 requests, each by one event. */
const manyRequests = async (): Promise<MemoryLog> => {
  const log = createMemoryLog();
  const node = await openShowtimeNode(log, { clock: testClock(onSaleMs) });
  await node.showtimes.execute(showtimeId, { type: 'ScheduleShowtime', ...scheduledData() }, guest);
  for (let done = 0; done < requests; done += 500) {
    const asked = Array.from({ length: 500 }, (_, n) =>
      node.showtimes.execute(showtimeId, { type: 'OpenSales' }, keyed(key(done + n))),
    );
    await Promise.all(asked);
  }
  await eventually(() =>
    expect(log.streams.get(`snapshot-${stream}`)).toHaveLength(Math.floor(requests / snapshotEveryEvents)),
  );
  await node.close();
  return log;
};

/** Reads of the showtime's own stream: the first revision asked for, and how many events came. */
const watchReads =
  (reads: [number, number][]) =>
  (store: EventStore): EventStore => ({
    ...around(store, (append, inner) => inner.append(append)),
    readStream: async (name, options) => {
      const events = await store.readStream(name, options);
      if (name === stream) reads.push([options?.fromRevision ?? 0, events.length]);
      return events;
    },
  });

const revisionOf = (log: MemoryLog, n: number): number =>
  (log.streams.get(stream) ?? []).findIndex(({ metadata }) => metadata.idempotency?.key === key(n));

describe('a stream with thousands of keyed requests', async () => {
  const log = await manyRequests();

  it('has snapshots that do not grow with its history', async () => {
    const sizes = await Promise.all(
      (log.streams.get(`snapshot-${stream}`) ?? []).map(async ({ data }) => {
        const { state, remembered } = Object(data);
        return JSON.stringify([await unpackJson(state), await unpackJson(remembered)]).length;
      }),
    );
    const perKey = 120;
    const [first = 0, second = 0] = sizes;
    expect(first).toBeLessThan(2 * generationLimits.keysMax * perKey + 40_000);
    // 2,000 more keys cost about twelve bits each.
    expect(second - first).toBeLessThan(2_000 * 3);
  });

  it('answers any of them on another node as it did first, on the nearest snapshot', async () => {
    const reads: [number, number][] = [];
    const node = await openShowtimeNode(log, { clock: testClock(onSaleMs), wrap: watchReads(reads) });
    const { revision } = await node.showtimes.read(showtimeId);
    expect(revision).toBe(requests + 1);
    for (const n of [0, 1, 1_999, 2_600, 3_000, 3_999, 4_500, 4_999]) {
      reads.length = 0;
      const again = await node.showtimes.execute(showtimeId, { type: 'OpenSales' }, keyed(key(n)));
      const first = done(revisionOf(log, n), '', {
        events: [{ type: 'RequestRemembered', data: {} }],
        replayed: true,
      });
      expect(outcomeOf(again)).toEqual(first);
      const other = await node.showtimes.execute(showtimeId, { type: 'OpenSales' }, keyed(key(n), 'other'));
      expect(other).toEqual({ outcome: 'key-reused' });
      const repeated = await node.showtimes.repeat(showtimeId, keyed(key(n)));
      expect(repeated && outcomeOf(repeated)).toEqual(first);
      // Filters hit for a key of the next segment too, at most once or twice.
      expect(reads.reduce((sum, [, events]) => sum + events, 0)).toBeLessThan(20_000);
    }
    expect((await node.showtimes.read(showtimeId)).revision).toBe(requests + 1);
    await node.close();
  });

  it('folds from the nearest snapshot for a repeat', async () => {
    const reads: [number, number][] = [];
    const node = await openShowtimeNode(log, { clock: testClock(onSaleMs), wrap: watchReads(reads) });
    await node.showtimes.read(showtimeId);
    reads.length = 0;
    await node.showtimes.execute(showtimeId, { type: 'OpenSales' }, keyed(key(3_000)));
    const [, ...folding] = reads;
    expect(folding.map(([from]) => from)).toContain(snapshotEveryEvents);
    expect(folding.every(([from]) => from === 0 || from >= snapshotEveryEvents)).toBe(true);
    await node.close();
  });

  it('reads next to nothing for new keys, and decides them', async () => {
    const reads: [number, number][] = [];
    const node = await openShowtimeNode(log, { clock: testClock(onSaleMs), wrap: watchReads(reads) });
    await node.showtimes.read(showtimeId);
    reads.length = 0;
    const fresh = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        node.showtimes.execute(showtimeId, { type: 'OpenSales' }, keyed(key(10_000 + n))),
      ),
    );
    expect(fresh.map((outcome) => outcome.outcome === 'done' && outcome.replayed)).toEqual(
      fresh.map(() => false),
    );
    const { revision } = await node.showtimes.read(showtimeId);
    expect(revision).toBe(requests + 1 + fresh.length);
    expect(reads.length).toBeLessThan(30);
    await node.close();
  });
});
