import type { Client, estypes } from '@elastic/elasticsearch';
import {
  type SearchHit,
  type SearchPage,
  type SearchQuestion,
  SearchTooWide,
} from '../../ports/SearchIndex.ts';
import { metresBetween } from './distance.ts';
import { windowMax } from './indices.ts';
import { roundedMetres } from './queries.ts';
import { compareKeys } from './sortKeys.ts';

const windowFirst = 200;
const windowGrowth = 5;
export interface Place {
  readonly index: string;
  readonly id: string;
  readonly sortTitle: string;
  /** Documents with the same id count once, at the first. */
  readonly grouped: boolean;
}

export interface Window {
  readonly hits: readonly SearchHit[];
  readonly isWhole: boolean;
}

const firstSort = ({ sort, near, words }: SearchQuestion): estypes.SortCombinations[] => {
  switch (sort) {
    case 'relevance':
      return words.length === 0 ? [] : [{ _score: { order: 'desc' } }];
    case 'time':
      return [{ startsAt: 'asc' }];
    case 'price':
      return [{ priceRank: 'asc' }];
    case 'distance':
      return near === undefined
        ? []
        : [{ _geo_distance: { location: { lat: near.lat, lon: near.lng }, order: 'asc', unit: 'm' } }];
    case 'title':
      return [];
  }
};

const hitOf = (question: SearchQuestion, { sort = [], fields }: estypes.SearchHit): SearchHit => {
  const { near } = question;
  const [lat, lng] = [fields?.lat?.[0], fields?.lng?.[0]];
  const metres = near === undefined ? undefined : metresBetween(near, { lat, lng });
  const [sortTitle, id] = sort.slice(-2).map(String);
  if (sortTitle === undefined || id === undefined) throw new Error('a hit without its sort values');
  const first = sort.length > 2 ? Number(sort[0]) : 0;
  const byScore = question.sort === 'relevance' && first !== 0 ? -first : first;
  return {
    id,
    key: [question.sort === 'distance' ? (metres ?? 0) : byScore, sortTitle, id],
    ...(metres === undefined ? {} : { distanceKm: metres / 1_000 }),
  };
};

export const readWindow = async (
  client: Client,
  question: SearchQuestion,
  { index, id, sortTitle, grouped }: Place,
  {
    query,
    size,
    after,
  }: {
    readonly query: estypes.QueryDslQueryContainer;
    readonly size: number;
    readonly after?: estypes.SortResults;
  },
): Promise<Window> => {
  const answer = await client.search({
    index,
    query,
    size,
    sort: [...firstSort(question), { [sortTitle]: 'asc' }, { [id]: 'asc' }],
    track_total_hits: false,
    _source: false,
    ...(question.near === undefined ? {} : { docvalue_fields: ['lat', 'lng'] }),
    ...(grouped ? { collapse: { field: id } } : {}),
    ...(after === undefined ? {} : { search_after: after }),
  });
  const found = answer.hits.hits;
  const isWhole = found.length < size;
  const hits = found.map((hit) => hitOf(question, hit));
  if (question.sort !== 'distance') return { hits, isWhole };
  const farthest = Number(found.at(-1)?.sort?.[0] ?? 0);
  const sure = isWhole ? hits : hits.filter(({ key }) => key[0] < farthest - roundedMetres);
  return { hits: sure.toSorted((a, b) => compareKeys(a.key, b.key)), isWhole };
};

/** Reads ever larger windows and skips keys up to `after`. Throws {@link SearchTooWide}. */
export const readFromStart = async (
  read: (size: number) => Promise<Window>,
  { limit, after }: SearchPage,
): Promise<readonly SearchHit[]> => {
  for (
    let size = after === undefined ? limit : windowFirst;
    ;
    size = Math.min(size * windowGrowth, windowMax)
  ) {
    const { hits, isWhole } = await read(size);
    const page = after === undefined ? hits : hits.filter(({ key }) => compareKeys(key, after) > 0);
    if (isWhole || page.length >= limit) return page.slice(0, limit);
    if (size === windowMax) throw new SearchTooWide(`the page lies beyond the first ${windowMax} hits`);
  }
};
