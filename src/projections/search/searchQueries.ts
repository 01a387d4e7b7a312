/**
 * Answers searches: folds what was asked, asks the index exactly and, if that finds nothing, forgivingly, and reads
 * what is shown of the hits from the catalog. How an index finds things must not enter.
 */
import { z } from 'zod';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import type {
  SearchFacets,
  SearchHit,
  SearchIndex,
  SearchKey,
  SearchQuestion,
  SearchSort,
  SearchSubject,
  Suggestion,
} from '../../ports/SearchIndex.ts';
import type {
  CatalogQueries,
  GeoPoint,
  MovieRow,
  Page,
  PageRequest,
  TheaterRow,
} from '../catalog/queries.ts';
import { schemaOf } from '../engine/Projection.ts';
import { type PositionWatch, positionWatch } from '../engine/positionWatch.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import { foldText } from '../sql/foldText.ts';
import { otherSpellings } from './didYouMean.ts';
import { searchProjection } from './searchProjection.ts';
import { questionWords } from './searchWords.ts';

const textFilters = ['genre', 'rating', 'city', 'language', 'format'] as const;
/** What "near" means for movies when nobody says how near. */
const nearbyKm = 50;
const suggestionsMax = 10;

export interface SearchRequest {
  readonly q?: string;
  readonly genre?: string;
  readonly rating?: string;
  readonly city?: string;
  readonly language?: string;
  readonly format?: string;
  readonly date?: string;
  readonly fromMs?: number;
  readonly untilMs?: number;
  readonly near?: GeoPoint;
  readonly radiusKm?: number;
  /** Default: for movies, and for theaters that are asked for by their shows. */
  readonly bookable?: boolean;
  /** Default: distance for theaters near a point, else relevance when there are words, else title. */
  readonly sort?: SearchSort;
  readonly facets?: boolean;
  readonly nowMs: number;
  /** What the answer has to know of the log. */
  readonly at?: AtPosition;
}

/** A position that the log had, and how long (ms) an engine may take to get there before another is asked. */
export interface AtPosition {
  readonly position: Position;
  readonly waitMs: number;
}

export interface Found<Row> extends Page<Row> {
  readonly engine: SearchIndex['engine'];
  /** Only when asked for. */
  readonly facets?: SearchFacets;
  /** Only when nothing was found and other words would be. */
  readonly didYouMean?: string;
}

export interface SearchQueries {
  /** Up to where the search model has applied the log. */
  position(): Promise<Position>;
  /** Waits until the model has applied `position` or `deadlineMs` (a duration) is over; says how far it is. */
  waitFor(position: Position, deadlineMs: number): Promise<Position>;
  movies(request: SearchRequest, page: PageRequest): Promise<Found<MovieRow>>;
  theaters(request: SearchRequest, page: PageRequest): Promise<Found<TheaterRow>>;
  suggest(
    q: string,
    nowMs: number,
    at?: AtPosition,
  ): Promise<{ readonly items: readonly Suggestion[]; readonly engine: SearchIndex['engine'] }>;
}

/** Whether the search was forgiving, 0 or 1, and the key of the last hit. */
const keySchema = z.tuple([
  z.int().min(0).max(1),
  z.number(),
  z.string().regex(/^[^\0]*$/),
  z.string().regex(/^[^\0]*$/),
]);

const foldedFilters = (request: SearchRequest): Pick<SearchQuestion, (typeof textFilters)[number]> => {
  const given = textFilters.flatMap((name) => {
    const text = request[name];
    return text === undefined ? [] : [[name, foldText(text)] as const];
  });
  return Object.fromEntries(given);
};

const asksAboutShows = ({ date, language, format, genre, rating, fromMs, untilMs }: SearchRequest): boolean =>
  [date, language, format, genre, rating, fromMs, untilMs].some((each) => each !== undefined);

const sortOf = (subject: SearchSubject, request: SearchRequest, words: readonly string[]): SearchSort => {
  if (request.sort !== undefined) return request.sort;
  if (subject === 'theaters' && request.near !== undefined) return 'distance';
  return words.length > 0 ? 'relevance' : 'title';
};

const questionOf = (subject: SearchSubject, request: SearchRequest): Omit<SearchQuestion, 'forgiving'> => {
  const words = request.q === undefined ? [] : questionWords(request.q);
  const { near, radiusKm = subject === 'movies' ? nearbyKm : undefined } = request;
  return {
    subject,
    words,
    bookable: request.bookable ?? (subject === 'movies' || asksAboutShows(request)),
    nowMs: request.nowMs,
    sort: sortOf(subject, request, words),
    ...foldedFilters(request),
    ...(request.date === undefined ? {} : { date: request.date }),
    ...(request.fromMs === undefined ? {} : { fromMs: request.fromMs }),
    ...(request.untilMs === undefined ? {} : { untilMs: request.untilMs }),
    ...(near === undefined ? {} : { near }),
    ...(near === undefined || radiusKm === undefined ? {} : { radiusKm }),
  };
};

const isEmptyQuestion = ({ q }: SearchRequest): boolean => q !== undefined && questionWords(q).length === 0;

export interface SearchQueriesDeps {
  readonly index: SearchIndex;
  readonly readStore: ReadStore;
  readonly catalog: Pick<CatalogQueries, 'movie' | 'theater'>;
  /** How far the index is; by default it is the search model itself. */
  readonly watch?: PositionWatch;
}

/** Throws InvalidCursor, SearchUnavailable, ReadStoreUnavailable, and ReadModelMissing before the first build. */
export const searchQueries = (deps: SearchQueriesDeps): SearchQueries => {
  const { index, readStore, catalog } = deps;
  const watch = deps.watch ?? positionWatch(readStore, schemaOf(searchProjection));

  /** The page's hits, and one more when there is a next page. */
  const find = async (
    asked: Omit<SearchQuestion, 'forgiving'>,
    limit: number,
    after: { readonly forgiving: boolean; readonly key: SearchKey } | undefined,
  ): Promise<{ readonly hits: readonly SearchHit[]; readonly forgiving: boolean }> => {
    const look = async (forgiving: boolean) => ({
      forgiving,
      hits: await index.find(
        { ...asked, forgiving },
        { limit: limit + 1, ...(after === undefined ? {} : { after: after.key }) },
      ),
    });
    if (after !== undefined) return await look(after.forgiving);
    const exact = await look(false);
    return exact.hits.length === 0 && asked.words.length > 0 ? await look(true) : exact;
  };

  /** Words that something is found by, under the same filters. */
  const didYouMean = async (asked: Omit<SearchQuestion, 'forgiving'>) => {
    const { subject, words } = asked;
    for (const spelling of otherSpellings(words, await index.respell(subject, words))) {
      const [hit] = await index.find({ ...asked, words: spelling, forgiving: false }, { limit: 1 });
      if (hit !== undefined) return { didYouMean: spelling.join(' ') };
    }
    return {};
  };

  const search = async <Row>(
    subject: SearchSubject,
    request: SearchRequest,
    { limit, cursor }: PageRequest,
    rowOf: (hit: SearchHit) => Promise<Row | undefined>,
  ): Promise<Found<Row>> => {
    const { engine } = index;
    if (isEmptyQuestion(request)) return { items: [], nextCursor: null, engine };
    const asked = questionOf(subject, request);
    const kind = `search ${subject} ${asked.sort}`;
    const parts = cursor === undefined ? undefined : decodeCursor(kind, keySchema, cursor);
    const after =
      parts === undefined
        ? undefined
        : { forgiving: parts[0] === 1, key: [parts[1], parts[2], parts[3]] as const };
    const { hits, forgiving } = await find(asked, limit, after);
    const shown = hits.slice(0, limit);
    const last = shown.at(-1);
    const rows = await Promise.all(shown.map(rowOf));
    const nothing = hits.length === 0 && after === undefined && asked.words.length > 0;
    return {
      // What the catalog has not heard of yet is left out: it will be there the next time.
      items: rows.filter((row) => row !== undefined),
      nextCursor:
        hits.length > limit && last !== undefined
          ? encodeCursor(kind, [forgiving ? 1 : 0, ...last.key])
          : null,
      engine,
      ...(request.facets === true ? { facets: await index.facets({ ...asked, forgiving }) } : {}),
      ...(nothing ? await didYouMean(asked) : {}),
    };
  };

  return {
    position: watch.position,
    waitFor: watch.waitFor,
    movies: (request, page) => search('movies', request, page, ({ id }) => catalog.movie(id, request.nowMs)),
    theaters: (request, page) =>
      search('theaters', request, page, async ({ id, distanceKm }) => {
        const row = await catalog.theater(id);
        return row === undefined || distanceKm === undefined ? row : { ...row, distanceKm };
      }),
    suggest: async (q, nowMs) => {
      const words = questionWords(q);
      const items = words.length === 0 ? [] : await index.suggest(words, nowMs, suggestionsMax);
      return { items, engine: index.engine };
    },
  };
};
