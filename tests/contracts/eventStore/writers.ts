/** The event store's contract: several writers at once, on one stream and on many. */
import { describe, expect, it } from 'vitest';
import type { EventStore, ExpectedRevision, RecordedEvent } from '../../../src/ports/EventStore.ts';
import type { Opened } from '../eventStoreContract.ts';
import { appended, idsOf, newCategory, newEvents, newStream, readToEnd, turns } from './given.ts';

const attemptsMax = 2_000;

/** Appends `count` events one by one, going on after each conflict from what it missed. */
const contend = async (store: EventStore, stream: string, count: number): Promise<readonly string[]> => {
  let expected: ExpectedRevision = 'no-stream';
  const won: string[] = [];
  for (let attempt = 0; won.length < count; attempt += 1) {
    if (attempt === attemptsMax) throw new Error(`only ${won.length} appends in ${attemptsMax} attempts`);
    const events = newEvents(1);
    const result = await store.append({ stream, expected, events });
    if (result.outcome === 'appended') {
      expected = result.revision;
      won.push(...idsOf(events));
    } else {
      const seen: number = expected === 'no-stream' ? -1 : expected;
      expect(result.missed.map(({ revision }) => revision)).toEqual(
        Array.from({ length: result.actual - seen }, (_, index) => seen + 1 + index),
      );
      expected = result.actual;
    }
  }
  return won;
};

export const writersContract = (opened: Opened): void => {
  describe('several writers', () => {
    const starts: readonly [string, (racer: number) => number][] = [
      ['lined up', () => 0],
      ['staggered', (racer) => racer],
      ['in two waves', (racer) => (racer % 2) * 8],
    ];
    for (const [how, waitOf] of starts) {
      it(`${how} at one revision: exactly one wins`, async () => {
        const { store } = opened;
        const clients = [store, await opened.another()];
        for (let round = 0; round < 10; round += 1) {
          const stream = newStream();
          await appended(store, stream, 'no-stream', newEvents(1));
          const racers = Array.from({ length: 8 }, (_, racer) => ({ racer, events: newEvents(2) }));
          const results = await Promise.all(
            racers.map(async ({ racer, events }) => {
              await turns(waitOf(racer));
              const client = clients[racer % clients.length] ?? store;
              return { events, result: await client.append({ stream, expected: 0, events }) };
            }),
          );
          const winners = results.filter(({ result }) => result.outcome === 'appended');
          expect(winners.length).toBe(1);
          const stored = await store.readStream(stream, { fromRevision: 1 });
          expect(idsOf(stored)).toEqual(idsOf(winners[0]?.events ?? []));
          for (const { result } of results) {
            if (result.outcome === 'conflict') expect(result.missed).toEqual(stored);
          }
        }
      });
    }

    it('on one stream all make progress, and each revision has one author', async () => {
      const { store } = opened;
      const other = await opened.another();
      const stream = newStream();
      const won = (await Promise.all([contend(store, stream, 40), contend(other, stream, 40)])).flat();
      const stored = await store.readStream(stream);
      expect(stored.map(({ revision }) => revision)).toEqual(Array.from({ length: 80 }, (_, n) => n));
      expect([...won].sort()).toEqual([...idsOf(stored)].sort());
    });

    it('on many streams disturb nobody', async () => {
      const { store } = opened;
      const clients = [store, await opened.another()];
      const category = newCategory();
      const after = await store.head();
      const streams = Array.from({ length: 24 }, () => newStream(category));
      await Promise.all(
        streams.map(async (stream, index) => {
          const client = clients[index % clients.length] ?? store;
          await appended(client, stream, 'no-stream', newEvents(2));
          for (let n = 0; n < 10; n += 1) await appended(client, stream, 1 + n, newEvents(1));
        }),
      );
      const { events } = await readToEnd(store, after, { maxCount: 50, filter: { categories: [category] } });
      expect(events.length).toBe(24 * 12);
      const byStream = Map.groupBy<string, RecordedEvent>(events, ({ stream }) => stream);
      for (const stream of streams) {
        expect(byStream.get(stream)).toEqual(await store.readStream(stream));
      }
    });
  });
};
