/** Which of two searches answers while one of them goes away and comes back. */
import { expect, it } from 'vitest';
import { positionStart } from '../../../src/ports/EventStore.ts';
import { type SearchIndex, SearchUnavailable } from '../../../src/ports/SearchIndex.ts';
import { fallingBack } from '../../../src/projections/search/fallingBack.ts';
import type { SearchQueries } from '../../../src/projections/search/searchQueries.ts';

const answering = (engine: SearchIndex['engine'], asked: () => void = () => undefined): SearchQueries => {
  const found = async () => {
    asked();
    return { items: [], nextCursor: null, engine };
  };
  const at = async () => positionStart;
  return { position: at, waitFor: at, movies: found, theaters: found, suggest: found };
};
const page = { limit: 1 };

it('asks the other while the preferred one is away, and comes back by itself', async () => {
  let isAway = false;
  let asked = 0;
  let nowMs = 0;
  const preferred = answering('elasticsearch', () => {
    asked += 1;
    if (isAway) throw new SearchUnavailable('away');
  });
  const search = fallingBack(preferred, answering('postgres'), () => nowMs);
  const engine = async () => (await search.movies({ nowMs: 0 }, page)).engine;
  expect(await engine()).toBe('elasticsearch');
  isAway = true;
  expect([await engine(), await engine()]).toEqual(['postgres', 'postgres']);
  // The second of them did not wait for an engine that is known to be away.
  expect(asked).toBe(2);
  isAway = false;
  expect((await search.suggest('q', 0)).engine).toBe('postgres');
  nowMs = 2_000;
  expect((await search.suggest('q', 0)).engine).toBe('elasticsearch');
  expect(await engine()).toBe('elasticsearch');
});

it('hides nothing but absence', async () => {
  const broken = answering('elasticsearch', () => {
    throw new Error('a bug');
  });
  await expect(fallingBack(broken, answering('postgres')).theaters({ nowMs: 0 }, page)).rejects.toThrow(
    'a bug',
  );
});
