import type { Client, estypes } from '@elastic/elasticsearch';
import type { Suggestion } from '../../ports/SearchIndex.ts';
import { nearestWords, respellEditsMax } from '../alikeWords.ts';
import { isBookable, wordQuery } from './queries.ts';
import type { Place } from './windows.ts';

type Query = estypes.QueryDslQueryContainer;

const vocabularyMax = 10_000;

const titled = async (
  client: Client,
  place: Place,
  query: Query,
  limit: number,
): Promise<readonly Suggestion[]> => {
  const { hits } = await client.search<{ title: string }>({
    index: place.index,
    query,
    size: limit,
    sort: [{ [place.sortTitle]: 'asc' }, { [place.id]: 'asc' }],
    track_total_hits: false,
    _source: ['title'],
    ...(place.grouped ? { collapse: { field: place.id } } : {}),
  });
  return hits.hits.map(({ sort, _source }) => ({ id: String(sort?.at(-1)), title: _source?.title ?? '' }));
};

const alike = async (client: Client, index: string, word: string): Promise<readonly string[]> => {
  const chars = [...word].length;
  const edits = respellEditsMax(chars);
  if (edits === 0) return [];
  const lengths = `.{${Math.max(1, chars - edits)},${chars + edits}}`;
  const answer = await client.search<unknown, { words: { buckets: readonly { key: string }[] } }>({
    index,
    query: { bool: { filter: [wordQuery('words', word, edits)] } },
    size: 0,
    track_total_hits: false,
    aggs: { words: { terms: { field: 'words', size: vocabularyMax, include: lengths } } },
  });
  const words = (answer.aggregations?.words.buckets ?? []).map(({ key }) => key);
  return nearestWords(word, words);
};

const isKnown = async (client: Client, index: string, word: string): Promise<boolean> => {
  const query: Query = { bool: { filter: [wordQuery('words', word, 0)] } };
  const { hits } = await client.search({ index, query, size: 1, _source: false });
  return hits.hits.length > 0;
};

export const wordsLike = async (client: Client, index: string, word: string): Promise<readonly string[]> => {
  const [known, others] = await Promise.all([isKnown(client, index, word), alike(client, index, word)]);
  return known ? [word, ...others.filter((other) => other !== word)] : others;
};

export const titlesBeginning = async (
  client: Client,
  { own, shows }: { readonly own: Place; readonly shows: Place },
  words: readonly string[],
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<readonly Suggestion[]> => {
  const begin = words.map((word) => wordQuery('titleWords', word, 0));
  const onSale = await titled(client, shows, { bool: { filter: [...begin, ...isBookable(nowMs)] } }, limit);
  if (onSale.length >= limit) return onSale;
  const known: Query = { terms: { id: onSale.map(({ id }) => id) } };
  const others = { bool: { filter: begin, must_not: [known] } };
  return [...onSale, ...(await titled(client, own, others, limit - onSale.length))];
};
