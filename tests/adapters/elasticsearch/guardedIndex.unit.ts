/** How long anybody waits for an engine that hangs, and who finds out that it is back. */
import { expect, it } from 'vitest';
import { type GuardedIndexLimits, guardIndex } from '../../../src/adapters/elasticsearch/guardedIndex.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import { type CopiedSearchIndex, SearchUnavailable } from '../../../src/ports/SearchIndex.ts';
import { eventually } from '../../support/eventually.ts';

/** An index that answers, or hangs, as a test says. */
const hangingIndex = (limits?: GuardedIndexLimits) => {
  const world = { hangs: false, asked: 0 };
  const answer = async <Answer>(given: Answer): Promise<Answer> => {
    world.asked += 1;
    if (world.hangs) await new Promise(() => undefined);
    return given;
  };
  const facets = { genre: [], rating: [], language: [], format: [], city: [], date: [] };
  const index: CopiedSearchIndex = {
    engine: 'elasticsearch',
    find: () => answer([]),
    showtimeCounts: async () => new Map(),
    facets: () => answer(facets),
    suggest: () => answer([]),
    respell: () => answer([]),
    position: () => answer(positionStart),
  };
  const told: string[] = [];
  const tell = (_: object, message: string): void => void told.push(message);
  const guarded = guardIndex(index, { info: tell, warn: tell, error: tell }, limits);
  return { world, told, guarded };
};

it('waits a second at most, then not at all, and is tried again only by asking how far it is', async () => {
  const { world, told, guarded } = hangingIndex();
  const suggest = () => guarded.suggest(['a'], 0, 1);
  expect(await suggest()).toEqual([]);
  world.hangs = true;
  const beganMs = performance.now();
  await expect(suggest()).rejects.toThrow(SearchUnavailable);
  expect(performance.now() - beganMs).toBeLessThan(5_000);
  const { asked } = world;
  await expect(suggest()).rejects.toThrow(SearchUnavailable);
  expect(world.asked).toBe(asked);
  world.hangs = false;
  await expect(suggest()).rejects.toThrow(SearchUnavailable);
  await eventually(async () => expect(await guarded.position()).toBe(positionStart));
  expect(await suggest()).toEqual([]);
  expect(told).toHaveLength(2);
});

it('says once that the engine is away, however often it is tried', async () => {
  const { world, told, guarded } = hangingIndex({ withinMs: 100, openMs: 50 });
  world.hangs = true;
  for (let tried = 0; world.asked < 2 && tried < 1_000; tried += 1) {
    await guarded.position().catch(() => new Promise((resolve) => setTimeout(resolve, 10)));
  }
  await eventually(() => expect(world.asked).toBe(2));
  expect(told).toHaveLength(1);
});
