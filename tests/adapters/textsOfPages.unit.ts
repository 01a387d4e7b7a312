import { expect, it } from 'vitest';
import { openMemoryEventStore } from '../../src/adapters/memory/MemoryEventStore.ts';
import { textsOfPages } from '../../src/adapters/textsOfPages.ts';
import { positionOf } from '../../src/ports/EventStore.ts';
import type { TextsRead } from '../../src/ports/LogTexts.ts';
import { newEvents } from '../contracts/eventStore/given.ts';

it('gives the events of a range as text, filtered, and says how far it has read', async () => {
  const store = openMemoryEventStore();
  await store.append({ stream: 'a-1', expected: 'no-stream', events: newEvents(5) });
  await store.append({ stream: 'b-1', expected: 'no-stream', events: newEvents(5) });
  const range = { after: positionOf(2n), until: positionOf(8n) };
  const read = async (filter: { readonly categories?: readonly string[] }) => {
    const pages: TextsRead[] = [];
    for await (const page of textsOfPages(store).read({ ...range, filter })) pages.push(page);
    return { events: pages.flatMap(({ events }) => events), reached: pages.at(-1)?.reached };
  };
  const all = await read({});
  expect(all.events.map(({ position }) => position)).toEqual([3n, 4n, 5n, 6n, 7n, 8n].map(positionOf));
  expect(all.reached).toBe(range.until);
  expect(all.events.map(({ data }) => data)).toEqual([1, 2, 3, 4, 0, 1].map((n) => JSON.stringify({ n })));
  const ofB = await read({ categories: ['b'] });
  expect(ofB.events.map(({ stream }) => stream)).toEqual(['b-1', 'b-1']);
});
