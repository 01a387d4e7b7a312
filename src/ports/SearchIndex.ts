import type { Position } from './EventStore.ts';

export type SearchSubject = 'movies' | 'theaters';

/** Ascending, except relevance: best first. */
export const searchSorts = ['relevance', 'time', 'distance', 'price', 'title'] as const;
export type SearchSort = (typeof searchSorts)[number];

export interface SearchQuestion {
  readonly subject: SearchSubject;
  /** As `searchWords` makes them. Each must match a word of the document. */
  readonly words: readonly string[];
  /** Whether `forgivenWords` also match words within `editsAllowed` (a swap of neighbours is one edit). */
  readonly forgiving: boolean;
  /** `required`: only what has a matching show on sale at `nowMs`; `first`: that before the rest; `any`: no effect. */
  readonly shows: 'required' | 'first' | 'any';
  readonly nowMs: number;
  /** As `foldText` makes it; so are `city`, `language`, `format` and `rating`. */
  readonly genre?: string;
  readonly rating?: string;
  readonly city?: string;
  readonly language?: string;
  readonly format?: string;
  /** The theater's business date, `2026-12-01`. */
  readonly date?: string;
  /** Inclusive, since the epoch. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  readonly near?: { readonly lat: number; readonly lng: number };
  readonly radiusKm?: number;
  readonly sort: SearchSort;
}

/** Score (negated), start (ms), distance (m), `priceRank` or 0; folded title; id. Text is compared by code point. */
export type SearchKey = readonly [number, string, string];

/** First part of a key without a time, distance or price: after all others. */
export const sortsLast = 9_000_000_000_000_000;
/** Above any score. With `first` and by relevance, hits without a show have {@link sortsLast} minus their score. */
const scoreMax = 1_000;
export const isUnshown = ([n]: SearchKey): boolean => n >= sortsLast - scoreMax;

export interface SearchHit {
  readonly id: string;
  readonly key: SearchKey;
  /** Kilometres to the theater, or the nearest that shows the movie; only with `near`, for movies if known. */
  readonly distanceKm?: number;
}

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** By count, then value; at most {@link facetValuesMax} values each. */
export type SearchFacets = Readonly<
  Record<'genre' | 'rating' | 'language' | 'format' | 'city' | 'date', readonly FacetCount[]>
>;
export const facetValuesMax = 50;

export interface SearchPage {
  readonly limit: number;
  readonly after?: SearchKey;
}

export interface Suggestion {
  readonly id: string;
  readonly title: string;
}

export class SearchUnavailable extends Error {
  override readonly name = 'SearchUnavailable';
}

/** The page would need more documents than the engine examines. */
export class SearchTooWide extends Error {
  override readonly name = 'SearchTooWide';
}

/** Every method throws {@link SearchUnavailable}, {@link SearchTooWide}, or what the engine's read store throws. */
export interface SearchIndex {
  readonly engine: 'postgres' | 'elasticsearch';
  find(question: SearchQuestion, page: SearchPage): Promise<readonly SearchHit[]>;
  /** Shows of each id that match the filters and can be booked; 0 for ids left out. */
  showtimeCounts(question: SearchQuestion, ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  facets(question: SearchQuestion): Promise<SearchFacets>;
  /** Movies with words of the title that begin with all of these, those with a bookable show first. */
  suggest(words: readonly string[], nowMs: number, limit: number): Promise<readonly Suggestion[]>;
  /** Per word at most {@link respellingsMax} words of documents: itself or one it begins, then by edits, code point. */
  respell(subject: SearchSubject, words: readonly string[]): Promise<readonly (readonly string[])[]>;
}
export const respellingsMax = 3;

/** Filled from the search model, and may be behind it. */
export interface CopiedSearchIndex extends SearchIndex {
  /** Up to where in the log everything can be found. Throws {@link SearchUnavailable}. */
  position(): Promise<Position>;
}

/** Edits that a forgiving search allows in a word of `chars` characters. */
export const editsAllowed = (chars: number): number => {
  if (chars < 3) return 0;
  return chars < 6 ? 1 : 2;
};

const forgivenWordsMax = 3;

/** The words of a question in which slips are forgiven: a few, since each costs as much as a search. The longest. */
export const forgivenWords = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.toSorted((one, other) => other.length - one.length).slice(0, forgivenWordsMax));

export const wordScores = { same: 3, begins: 2, alike: 1 } as const;

export interface SearchDocument {
  readonly id: string;
  /** Of the latest change in the model: from 1, increasing. */
  readonly version: number;
  readonly fields: Readonly<Record<string, unknown>>;
}
export type SearchKind = SearchSubject | 'showtimes';

/** One build of the search model; versions of different builds cannot be compared. */
export interface SearchSource {
  readonly logId: string;
  readonly build: string;
}

export interface SearchProgress {
  readonly change: number;
  readonly position: Position;
}

/** The index can never store it as it is. */
export interface RefusedDocument {
  readonly id: string;
  readonly reason: string;
}
/** With more than these the program does not fit its index, and writing fails. */
export const refusedDocumentsMax = 1_000;

/** Every method throws {@link SearchUnavailable}. */
export interface SearchIndexWriter {
  /** Undefined when no index is published or it claims more than `believed`; `commit` then publishes a new one. */
  prepare(source: SearchSource, believed: number | 'nothing'): Promise<SearchProgress | undefined>;
  /** An older version does not overwrite a newer one. Returns refused documents, which the index lists. */
  write(kind: SearchKind, documents: readonly SearchDocument[]): Promise<readonly RefusedDocument[]>;
  /** Makes everything written visible at once, and `position` with it. */
  commit(progress: SearchProgress): Promise<void>;
  /** Whether the index prepared or committed last still exists. */
  isThere(): Promise<boolean>;
  counts(): Promise<Readonly<Record<SearchKind, number>>>;
  refused(): number;
  close(): Promise<void>;
}
