/** Showtimes repeat the fields of their movie and theater, so a list of what can be booked is one grouped request. */
import type { Client, estypes } from '@elastic/elasticsearch';
import { positionStart } from '../../ports/EventStore.ts';
import {
  type CopiedSearchIndex,
  isUnshown,
  type SearchHit,
  type SearchKey,
  type SearchPage,
  type SearchQuestion,
  type SearchSubject,
  SearchTooWide,
  sortsLast,
} from '../../ports/SearchIndex.ts';
import { asking, openClient } from './connection.ts';
import { countFacets, countShows } from './facets.ts';
import { aliasOf, type IndexKind, prefixOf } from './indices.ts';
import { afterTitle, fieldsOf, ownQuery, showsQuery, splitAt } from './queries.ts';
import { titlesBeginning, wordsLike } from './vocabulary.ts';
import { type Place, readFromStart, readWindow, type Window } from './windows.ts';

type Query = estypes.QueryDslQueryContainer;

const batchDocuments = 1_000;
const batchesMax = 20;

export interface ElasticsearchIndex extends CopiedSearchIndex {
  close(): Promise<void>;
}

export interface ElasticsearchIndexOptions {
  readonly url: string;
  readonly logId: string;
}

export const openElasticsearchIndex = ({ url, logId }: ElasticsearchIndexOptions): ElasticsearchIndex => {
  const client: Client = openClient(url, 'searching');
  const prefix = prefixOf(logId);
  const alias = (kind: IndexKind): string => aliasOf(prefix, kind);
  const own = (subject: SearchSubject): Place => ({
    index: alias(subject),
    id: 'id',
    sortTitle: 'sortTitle',
    grouped: false,
  });
  const shows = (subject: SearchSubject): Place => ({
    index: alias('showtimes'),
    ...fieldsOf[subject],
    grouped: true,
  });

  /** By shows: movies or theaters that have some matching the question. */
  const findShown = async (question: SearchQuestion, page: SearchPage): Promise<readonly SearchHit[]> => {
    const place = shows(question.subject);
    const read = (size: number, more: readonly Query[] = []) =>
      readWindow(client, question, place, { query: showsQuery(question, more), size });
    const { limit, after } = page;
    if (question.sort === 'title') {
      return (await read(limit, after === undefined ? [] : [afterTitle(place, after)])).hits;
    }
    const split = after === undefined ? undefined : splitAt(question, after);
    if (split === undefined) return await readFromStart(read, page);
    /** Without those whose first show is among the others: earlier pages had them. */
    const readOthers = async (size: number): Promise<Window> => {
      const { hits, isWhole } = await read(size, [split.others]);
      const among: Query = { terms: { [place.id]: hits.map(({ id }) => id) } };
      const query = showsQuery(question, [split.before, among]);
      const byTitle = { ...question, sort: 'title' } as const;
      const earlier = await readWindow(client, byTitle, place, { query, size: Math.max(1, hits.length) });
      const ids = new Set(earlier.hits.map(({ id }) => id));
      return { hits: hits.filter(({ id }) => !ids.has(id)), isWhole };
    };
    return await readFromStart(readOthers, page);
  };

  const findOwn = async (question: SearchQuestion, page: SearchPage): Promise<readonly SearchHit[]> => {
    const place = own(question.subject);
    const query = ownQuery(question);
    const read = (size: number, after?: estypes.SortResults) =>
      readWindow(client, question, place, { query, size, ...(after === undefined ? {} : { after }) });
    if (question.sort === 'distance') return await readFromStart(read, page);
    const { limit, after } = page;
    if (after === undefined) return (await read(limit)).hits;
    const [n, ...rest] = after;
    const hasScore = question.sort === 'relevance' && question.words.length > 0;
    return (await read(limit, hasScore ? [-n, ...rest] : rest)).hits;
  };

  const findUnshown = async (question: SearchQuestion, page: SearchPage): Promise<readonly SearchHit[]> => {
    const { subject } = question;
    const byTitle = { ...question, sort: 'title' } as const;
    const ordered = question.sort === 'relevance' ? question : byTitle;
    const hits: SearchHit[] = [];
    let after: SearchKey | undefined =
      page.after === undefined ? undefined : [page.after[0] - sortsLast, page.after[1], page.after[2]];
    for (let batch = 0; batch < batchesMax; batch += 1) {
      const found = await findOwn(ordered, {
        limit: batchDocuments,
        ...(after === undefined ? {} : { after }),
      });
      const among: Query = { terms: { [fieldsOf[subject].id]: found.map(({ id }) => id) } };
      const query = showsQuery({ ...question, words: [] }, [among]);
      const shown = await readWindow(client, byTitle, shows(subject), { query, size: batchDocuments });
      const ids = new Set(shown.hits.map(({ id }) => id));
      for (const { id, key } of found)
        if (!ids.has(id)) hits.push({ id, key: [sortsLast + key[0], key[1], key[2]] });
      after = found.at(-1)?.key;
      if (found.length < batchDocuments || hits.length >= page.limit) return hits.slice(0, page.limit);
    }
    throw new SearchTooWide(`looked through ${batchesMax * batchDocuments} documents for a page`);
  };

  const findAll = async (question: SearchQuestion, page: SearchPage): Promise<readonly SearchHit[]> => {
    const { limit, after } = page;
    const isPastShown = after !== undefined && isUnshown(after);
    const shown = isPastShown ? [] : await findShown(question, page);
    if (shown.length >= limit) return shown;
    const rest = { limit: limit - shown.length, ...(isPastShown ? { after } : {}) };
    return [...shown, ...(await findUnshown(question, rest))];
  };

  const find = (question: SearchQuestion, page: SearchPage): Promise<readonly SearchHit[]> => {
    const { subject, sort } = question;
    switch (question.shows) {
      case 'required':
        return findShown(question, page);
      case 'first':
        return findAll(question, page);
      case 'any': {
        const saysItself =
          sort === 'title' || sort === 'relevance' || (sort === 'distance' && subject === 'theaters');
        return saysItself ? findOwn(question, page) : findAll(question, page);
      }
    }
  };

  return {
    engine: 'elasticsearch',

    find: (question, page) => asking(() => find(question, page)),

    showtimeCounts: (question, ids) => asking(() => countShows(client, alias('showtimes'), question, ids)),

    facets: (question) =>
      asking(() =>
        countFacets(client, question, { own: alias(question.subject), shows: alias('showtimes') }),
      ),

    suggest: (words, nowMs, limit) =>
      asking(() =>
        titlesBeginning(client, { own: own('movies'), shows: shows('movies') }, words, { nowMs, limit }),
      ),

    respell: (subject, words) =>
      asking(() => Promise.all(words.map((word) => wordsLike(client, alias(subject), word)))),

    position: () =>
      asking(async () => {
        const { _source } = await client.get<{ position?: string }>({
          index: alias('state'),
          id: 'progress',
        });
        return _source?.position ?? positionStart;
      }),

    close: () => client.close(),
  };
};
