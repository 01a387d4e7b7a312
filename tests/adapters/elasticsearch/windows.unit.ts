/** How much of a list is read from its start for a page, and where that ends. */
import { expect, it } from 'vitest';
import { windowMax } from '../../../src/adapters/elasticsearch/indices.ts';
import { readFromStart } from '../../../src/adapters/elasticsearch/windows.ts';
import { type SearchHit, SearchTooWide } from '../../../src/ports/SearchIndex.ts';

const hit = (n: number): SearchHit => ({ id: String(n), key: [n, '', ''] });

/** A list of so many hits, and the windows of it that were asked for. */
const listOf = (count: number) => {
  const sizes: number[] = [];
  const read = async (size: number) => {
    sizes.push(size);
    const hits = Array.from({ length: Math.min(size, count) }, (_, n) => hit(n));
    return { hits, isWhole: hits.length < size };
  };
  return { read, sizes };
};
const idsOf = (hits: readonly SearchHit[]) => hits.map(({ id }) => Number(id));

it('reads no more than the first page for the first page', async () => {
  const { read, sizes } = listOf(9_000);
  expect(idsOf(await readFromStart(read, { limit: 3 }))).toEqual([0, 1, 2]);
  expect(sizes).toEqual([3]);
});

it('reads on until the page is whole, and to the end where the list ends', async () => {
  const { read, sizes } = listOf(9_000);
  expect(idsOf(await readFromStart(read, { limit: 2, after: hit(4_000).key }))).toEqual([4_001, 4_002]);
  expect(sizes).toEqual([200, 1_000, 5_000]);
  expect(idsOf(await readFromStart(read, { limit: 9, after: hit(8_997).key }))).toEqual([8_998, 8_999]);
});

it('says that a page lies too deep rather than that the list ends', async () => {
  const { read } = listOf(windowMax + 500);
  const after = hit(windowMax + 100).key;
  await expect(readFromStart(read, { limit: 10, after })).rejects.toThrow(SearchTooWide);
});
