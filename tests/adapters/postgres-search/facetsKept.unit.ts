import { expect, it } from 'vitest';
import { postgresSearchIndex } from '../../../src/adapters/postgres-search/postgresSearchIndex.ts';
import { type ReadKind, ReadStoreUnavailable, type SqlRow } from '../../../src/ports/ReadStore.ts';
import type { SearchQuestion } from '../../../src/ports/SearchIndex.ts';

const nowMs = Date.parse('2026-12-01T12:00:00.000Z');
const question: SearchQuestion = {
  ...({ subject: 'movies', words: [], forgiving: false, shows: 'required', sort: 'title' } as const),
  nowMs,
};

const openIndex = () => {
  const model = { change: 1, counted: 0, isAway: false };
  const query = async (_sql: string, _params: unknown, kind?: ReadKind): Promise<readonly SqlRow[]> => {
    if (kind !== 'facets') return [{ build: 'one', last: model.change }];
    model.counted += 1;
    if (model.isAway) throw new ReadStoreUnavailable('away');
    return [{ facet: 'genre', value: 'Drama', count: model.counted }];
  };
  return { model, index: postgresSearchIndex({ query }, 'search_v1') };
};

it('counts facets once for all who ask the same of the same state of the model in one second', async () => {
  const { model, index } = openIndex();
  const [one, other] = await Promise.all([
    index.facets(question),
    index.facets({ ...question, nowMs: nowMs + 999 }),
  ]);
  expect(other).toEqual(one);
  expect(one.genre).toEqual([{ value: 'Drama', count: 1 }]);
  expect(model.counted).toBe(1);
});

it('counts again for another question, in another second, and after a change', async () => {
  const { model, index } = openIndex();
  await index.facets(question);
  await index.facets({ ...question, city: 'paris' });
  await index.facets({ ...question, nowMs: nowMs + 1_000 });
  model.change = 2;
  const changed = await index.facets(question);
  expect(model.counted).toBe(4);
  expect(changed.genre).toEqual([{ value: 'Drama', count: 4 }]);
});

it('keeps no failure', async () => {
  const { model, index } = openIndex();
  model.isAway = true;
  await expect(index.facets(question)).rejects.toThrow(ReadStoreUnavailable);
  model.isAway = false;
  expect((await index.facets(question)).genre).toEqual([{ value: 'Drama', count: 2 }]);
});
