import { z } from 'zod';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import {
  forgivenWords,
  type SearchFacets,
  type SearchHit,
  type SearchIndex,
  type SearchKey,
  type SearchQuestion,
  type SearchSubject,
  type Suggestion,
} from '../../ports/SearchIndex.ts';
import type { CatalogQueries, MovieRow, TheaterRow } from '../catalog/queries.ts';
import { schemaOf } from '../engine/Projection.ts';
import { type PositionWatch, positionWatch } from '../engine/positionWatch.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import type { Page, PageRequest } from '../sql/page.ts';
import { otherSpellings } from './didYouMean.ts';
import { searchProjection } from './searchProjection.ts';
import {
  type Asked,
  type AtPosition,
  askedBy,
  isEmptyQuestion,
  questionOf,
  type SearchRequest,
  type Way,
  ways,
  waysInOrder,
} from './searchQuestion.ts';
import { questionWords } from './searchWords.ts';

const suggestionsMax = 10;

export interface Found<Row> extends Page<Row> {
  readonly engine: SearchIndex['engine'];
  readonly facets?: SearchFacets;
  /** Only when nothing was found and other words would be. */
  readonly didYouMean?: string;
}

export interface SearchQueries {
  position(): Promise<Position>;
  /** Waits until the model has applied `position`, at most `withinMs`; resolves to how far it is. */
  waitFor(position: Position, withinMs: number): Promise<Position>;
  movies(request: SearchRequest, page: PageRequest): Promise<Found<MovieRow>>;
  theaters(request: SearchRequest, page: PageRequest): Promise<Found<TheaterRow>>;
  suggest(
    q: string,
    nowMs: number,
    at?: AtPosition,
  ): Promise<{ readonly items: readonly Suggestion[]; readonly engine: SearchIndex['engine'] }>;
}

/** The way, and the key of the last hit. */
const keySchema = z.tuple([
  z
    .int()
    .min(0)
    .max(ways.length - 1),
  z.number(),
  z.string().regex(/^[^\0]*$/),
  z.string().regex(/^[^\0]*$/),
]);

export interface SearchQueriesDeps {
  readonly index: SearchIndex;
  readonly readStore: ReadStore;
  readonly catalog: Pick<CatalogQueries, 'moviesOf' | 'theatersOf'>;
  /** How far the index is; by default it is the search model itself. */
  readonly watch?: PositionWatch;
}

/** Throws InvalidCursor, SearchUnavailable, ReadStoreUnavailable, and ReadModelMissing before the first build. */
export const searchQueries = (deps: SearchQueriesDeps): SearchQueries => {
  const { index, readStore, catalog } = deps;
  const watch = deps.watch ?? positionWatch(readStore, schemaOf(searchProjection));

  const find = async (
    asked: Asked,
    limit: number,
    after: { readonly way: Way; readonly key: SearchKey } | undefined,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly hits: readonly SearchHit[]; readonly way: Way }> => {
    const page = { limit: limit + 1, ...(after === undefined ? {} : { after: after.key }) };
    for (const way of after === undefined ? waysInOrder : [after.way]) {
      signal?.throwIfAborted();
      const question = askedBy(way, asked);
      const hits = question === undefined ? [] : await index.find(question, page);
      if (hits.length > 0) return { hits, way };
    }
    return { hits: [], way: after?.way ?? 'exact' };
  };

  const didYouMean = async (asked: Asked, signal: AbortSignal | undefined) => {
    const { subject, words } = asked;
    const forgiven = forgivenWords(words);
    const respelled = await index.respell(subject, [...forgiven]);
    const offered = new Map([...forgiven].map((word, nth) => [word, respelled[nth] ?? []]));
    for (const spelling of otherSpellings(
      words,
      words.map((word) => offered.get(word) ?? [word]),
    )) {
      signal?.throwIfAborted();
      const [hit] = await index.find({ ...asked, words: spelling, forgiving: false }, { limit: 1 });
      if (hit !== undefined) return { didYouMean: spelling.join(' ') };
    }
    return {};
  };

  const search = async <Row>(
    subject: SearchSubject,
    request: SearchRequest,
    { limit, cursor }: PageRequest,
    rowsOf: (hits: readonly SearchHit[], asked: SearchQuestion) => Promise<readonly Row[]>,
  ): Promise<Found<Row>> => {
    const { engine } = index;
    if (isEmptyQuestion(request)) return { items: [], nextCursor: null, engine };
    const asked = questionOf(subject, request);
    const kind = `search ${subject} ${asked.sort}`;
    const parts = cursor === undefined ? undefined : decodeCursor(kind, keySchema, cursor);
    const after =
      parts === undefined
        ? undefined
        : { way: ways[parts[0]] ?? 'exact', key: [parts[1], parts[2], parts[3]] as const };
    const { hits, way } = await find(asked, limit, after, request.signal);
    const shown = hits.slice(0, limit);
    const last = shown.at(-1);
    const question = askedBy(way, asked) ?? { ...asked, forgiving: false };
    const nothing = hits.length === 0 && after === undefined && asked.words.length > 0;
    return {
      items: await rowsOf(shown, question),
      nextCursor:
        hits.length > limit && last !== undefined
          ? encodeCursor(kind, [ways.indexOf(way), ...last.key])
          : null,
      engine,
      ...(request.facets === true ? { facets: await index.facets(question) } : {}),
      ...(nothing ? await didYouMean(asked, request.signal) : {}),
    };
  };

  // What the catalog has not applied yet is left out of a page: it is there the next time.
  const movieRows = async (
    hits: readonly SearchHit[],
    asked: SearchQuestion,
  ): Promise<readonly MovieRow[]> => {
    const ids = hits.map(({ id }) => id);
    if (ids.length === 0) return [];
    const [rows, counts] = await Promise.all([catalog.moviesOf(ids), index.showtimeCounts(asked, ids)]);
    return ids.flatMap((id) => {
      const row = rows.get(id);
      return row === undefined ? [] : [{ ...row, showtimeCount: counts.get(id) ?? 0 }];
    });
  };

  const theaterRows = async (hits: readonly SearchHit[]): Promise<readonly TheaterRow[]> => {
    const rows =
      hits.length === 0 ? new Map<string, TheaterRow>() : await catalog.theatersOf(hits.map(({ id }) => id));
    return hits.flatMap(({ id, distanceKm }) => {
      const row = rows.get(id);
      return row === undefined ? [] : [{ ...row, ...(distanceKm === undefined ? {} : { distanceKm }) }];
    });
  };

  return {
    position: watch.position,
    waitFor: watch.waitFor,
    movies: (request, page) => search('movies', request, page, movieRows),
    theaters: (request, page) => search('theaters', request, page, theaterRows),
    suggest: async (q, nowMs) => {
      const words = questionWords(q);
      const items = words.length === 0 ? [] : await index.suggest(words, nowMs, suggestionsMax);
      return { items, engine: index.engine };
    },
  };
};
