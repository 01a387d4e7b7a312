/** Which of two searches answers while one of them goes away, falls behind and comes back. */
import { expect, it } from 'vitest';
import { type Position, positionOf, positionStart } from '../../../src/ports/EventStore.ts';
import { type SearchIndex, SearchTooWide, SearchUnavailable } from '../../../src/ports/SearchIndex.ts';
import { fallingBack } from '../../../src/projections/search/fallingBack.ts';
import { indexFreshness } from '../../../src/projections/search/indexFreshness.ts';
import type { SearchQueries } from '../../../src/projections/search/searchQueries.ts';
import type { SearchRequest } from '../../../src/projections/search/searchQuestion.ts';

const page = { limit: 1 };

/** Two engines that a test moves, and a clock. */
const engines = () => {
  const world = {
    nowMs: 0,
    asked: 0,
    model: positionOf(5n),
    index: positionOf(5n),
    fails: undefined as Error | undefined,
  };
  const position = async (): Promise<Position> => {
    if (world.fails instanceof SearchUnavailable) throw world.fails;
    return world.index;
  };
  const answering = (
    engine: SearchIndex['engine'],
    at: () => Promise<Position>,
    asked: () => void,
  ): SearchQueries => {
    const found = async () => {
      asked();
      return { items: [], nextCursor: null, engine };
    };
    return { position: at, waitFor: at, movies: found, theaters: found, suggest: found };
  };
  const preferred = answering('elasticsearch', position, () => {
    world.asked += 1;
    if (world.fails !== undefined) throw world.fails;
  });
  const other = answering(
    'postgres',
    async () => world.model,
    () => undefined,
  );
  const freshness = indexFreshness({ index: preferred, model: other, nowMs: () => world.nowMs });
  const search = fallingBack({ preferred, other, freshness, logger: { warn: () => undefined } });
  const engine = async (more: Partial<SearchRequest> = {}) =>
    (await search.movies({ nowMs: 0, ...more }, page)).engine;
  /** Lets what was asked in the background answer. */
  const later = async (ms: number): Promise<void> => {
    world.nowMs += ms;
    await engine();
    await new Promise(setImmediate);
  };
  return { world, search, engine, later };
};

it('asks the preferred one as soon as it is known to be well', async () => {
  const { engine, later } = engines();
  expect(await engine()).toBe('postgres');
  await later(0);
  expect(await engine()).toBe('elasticsearch');
});

it('asks the other while the preferred one is away, and comes back by itself', async () => {
  const { world, search, engine, later } = engines();
  await later(0);
  world.fails = new SearchUnavailable('away');
  expect([await engine(), await engine()]).toEqual(['postgres', 'postgres']);
  // The second of them did not wait for an engine that is known to be away.
  expect(world.asked).toBe(1);
  await later(1_000);
  expect(await engine()).toBe('postgres');
  world.fails = undefined;
  await later(1_000);
  expect((await search.suggest('q', 0)).engine).toBe('elasticsearch');
  expect(await engine()).toBe('elasticsearch');
});

it('leaves an index alone that nobody fills any more, and one that came back from long ago', async () => {
  const { world, engine, later } = engines();
  await later(0);
  world.model = positionOf(9n);
  await later(1_000);
  expect(await engine()).toBe('elasticsearch');
  await later(1_000);
  await later(6_000);
  expect(await engine()).toBe('postgres');
  world.index = positionOf(8n);
  await later(1_000);
  expect(await engine()).toBe('postgres');
  world.index = positionOf(9n);
  await later(1_000);
  expect(await engine()).toBe('elasticsearch');
});

it('asks the other for what the preferred one does not know yet', async () => {
  const { world, engine, later } = engines();
  await later(0);
  expect(await engine({ at: { position: positionOf(6n), waitMs: 0 } })).toBe('postgres');
  expect(await engine({ at: { position: positionStart, waitMs: 0 } })).toBe('elasticsearch');
  expect(world.asked).toBe(1);
});

it('leaves what lies beyond the preferred one to the other, and nothing else', async () => {
  const { world, engine, later } = engines();
  await later(0);
  world.fails = new SearchTooWide('page 1,000');
  expect(await engine()).toBe('postgres');
  world.fails = undefined;
  expect(await engine()).toBe('elasticsearch');
});

it('hides nothing but absence', async () => {
  const { world, search, later } = engines();
  await later(0);
  world.fails = new Error('a bug');
  await expect(search.theaters({ nowMs: 0 }, page)).rejects.toThrow('a bug');
});
