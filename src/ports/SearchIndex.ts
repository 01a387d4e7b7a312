/** Finds movies and theaters by words, facts about their shows, and place: ids with their sort keys. */
import type { Position } from './EventStore.ts';

export type SearchSubject = 'movies' | 'theaters';

/** What a list can be sorted by; always ascending but for relevance, which has the best first. */
export const searchSorts = ['relevance', 'time', 'distance', 'price', 'title'] as const;
export type SearchSort = (typeof searchSorts)[number];

export interface SearchQuestion {
  readonly subject: SearchSubject;
  /** Folded words, as `searchWords` makes them; each must be met by a word of the document. */
  readonly words: readonly string[];
  /**
   * Whether a word is also met by one at most a few edits away (see `editsAllowed`; a swap of neighbours is one
   * edit), or only by itself and by words that begin with it.
   */
  readonly forgiving: boolean;
  /**
   * `required`: only what has a show on sale at `nowMs` that meets all show filters. `first`: all that meets the words
   * and its own filters, what has such a show before the rest. `any`: the same without that order.
   */
  readonly shows: 'required' | 'first' | 'any';
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Folded, as `foldText` makes them; so are `city`, `language`, `format` and `rating`. */
  readonly genre?: string;
  readonly rating?: string;
  readonly city?: string;
  readonly language?: string;
  readonly format?: string;
  /** The theater's business date, `2026-12-01`. */
  readonly date?: string;
  /** Shows that start at or after, milliseconds since the epoch. */
  readonly fromMs?: number;
  /** Shows that start before. */
  readonly untilMs?: number;
  readonly near?: { readonly lat: number; readonly lng: number };
  /** Only with `near`. */
  readonly radiusKm?: number;
  readonly sort: SearchSort;
}

/**
 * Where a hit stands in its list: minus the score, the start (ms), the distance (whole metres), the price (as
 * `priceRank` has it) or 0; then the folded title; then the id. Text stands in the order of its code points.
 */
export type SearchKey = readonly [number, string, string];

/** First part of a key beyond any time, distance or price: what has none stands last. */
export const sortsLast = 9_000_000_000_000_000;
/** More than any score. With `first` and by relevance, what has no show has minus its score after {@link sortsLast}. */
const scoreMax = 1_000;
/** Whether a key is of something without a fitting show, in a list that has these last. */
export const isUnshown = ([n]: SearchKey): boolean => n >= sortsLast - scoreMax;

export interface SearchHit {
  readonly id: string;
  readonly key: SearchKey;
  /** Kilometres to the theater, or to the nearest that shows the movie; only with `near`, for movies if known. */
  readonly distanceKm?: number;
}

export interface FacetCount {
  readonly value: string;
  /** How many of what was found have it. */
  readonly count: number;
}

/** By count, then value; at most {@link facetValuesMax} values each. */
export type SearchFacets = Readonly<
  Record<'genre' | 'rating' | 'language' | 'format' | 'city' | 'date', readonly FacetCount[]>
>;
export const facetValuesMax = 50;

export interface SearchPage {
  /** At least 1. */
  readonly limit: number;
  /** What sorts after this. */
  readonly after?: SearchKey;
}

export interface Suggestion {
  readonly id: string;
  readonly title: string;
}

/** The engine is away or did not answer in time. */
export class SearchUnavailable extends Error {
  override readonly name = 'SearchUnavailable';
}

/** The answer lies beyond what this engine looks through for one page. Nothing is wrong with it otherwise. */
export class SearchTooWide extends Error {
  override readonly name = 'SearchTooWide';
}

/** Every call throws {@link SearchUnavailable}, {@link SearchTooWide}, or what the engine's read store throws. */
export interface SearchIndex {
  readonly engine: 'postgres' | 'elasticsearch';
  find(question: SearchQuestion, page: SearchPage): Promise<readonly SearchHit[]>;
  /** How many shows of each of these movies or theaters meet the filters and can be booked; 0 for ids left out. */
  showtimeCounts(question: SearchQuestion, ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Counts over everything that is found, not only the page. */
  facets(question: SearchQuestion): Promise<SearchFacets>;
  /** Movies with words beginning with all of these in their title, those with a bookable show first. */
  suggest(words: readonly string[], nowMs: number, limit: number): Promise<readonly Suggestion[]>;
  /**
   * For each word those of documents that are alike, nearest first, equally near ones by code point, at most
   * {@link respellingsMax}; before them the word itself if it is one or begins one.
   */
  respell(subject: SearchSubject, words: readonly string[]): Promise<readonly (readonly string[])[]>;
}
export const respellingsMax = 3;

/** An index that is filled from the search model, and may be behind it. */
export interface CopiedSearchIndex extends SearchIndex {
  /** Up to where in the log everything can be found. Throws {@link SearchUnavailable}. */
  position(): Promise<Position>;
}

/** How many edits a forgiving search allows in a word of so many characters. */
export const editsAllowed = (chars: number): number => {
  if (chars < 3) return 0;
  return chars < 6 ? 1 : 2;
};

/** A word itself, the beginning of one, a word with a slip: what each adds to the score. */
export const wordScores = { same: 3, begins: 2, alike: 1 } as const;

/** A whole document of another engine's index. */
export interface SearchDocument {
  readonly id: string;
  /** Of the change that it was last touched by: from 1, only ever grows. */
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}
export type SearchKind = SearchSubject | 'showtimes';

/** One making of the search model. Its versions mean nothing in another one. */
export interface SearchSource {
  readonly logId: string;
  readonly build: string;
}

/** How far an index is: all changes of the model up to this one, which is all of the log up to this position. */
export interface SearchProgress {
  readonly change: number;
  readonly position: Position;
}

/** A document that the index can never store as it is. */
export interface RefusedDocument {
  readonly id: string;
  readonly reason: string;
}
/** More than this is no poison but a program that does not fit its index: then writing fails. */
export const refusedDocumentsMax = 1_000;

/** Where documents are copied to. Every call throws {@link SearchUnavailable} while the engine is away. */
export interface SearchIndexWriter {
  /**
   * How far the published index of this source is. Undefined when there is none, or one that claims more changes than
   * `believed`: then an empty one is made beside, to be filled, and published by the next `commit`.
   */
  prepare(source: SearchSource, believed: number | 'nothing'): Promise<SearchProgress | undefined>;
  /**
   * Writes whole documents; an older one never overwrites a newer one. Answers those that are refused, which are
   * remembered in the index until a later version of them is stored.
   */
  write(kind: SearchKind, documents: readonly SearchDocument[]): Promise<readonly RefusedDocument[]>;
  /** Everything written can be found from here on, all of it at once, and `position` of readers says so. */
  commit(progress: SearchProgress): Promise<void>;
  /** Whether what was prepared or committed last is still there. */
  isThere(): Promise<boolean>;
  /** How many documents there are, the refused ones included. */
  counts(): Promise<Readonly<Record<SearchKind, number>>>;
  /** How many documents are refused now. */
  refused(): number;
  close(): Promise<void>;
}
