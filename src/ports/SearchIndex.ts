/**
 * Finds movies and theaters by words, facts about their shows, and place. It answers ids with their sort keys; what
 * is shown of them comes from the read models. Folding text, cursors and choosing an engine must not enter.
 */

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
  /** Only what has a show on sale at `nowMs` that meets all show filters. */
  readonly bookable: boolean;
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
 * Where a hit stands in its list: minus the score, the start (ms), the distance (whole metres), the price (minor
 * units) or 0; then the folded title; then the id.
 */
export type SearchKey = readonly [number, string, string];

export interface SearchHit {
  readonly id: string;
  readonly key: SearchKey;
  /** Kilometres to the nearest theater that counts; only with `near`. */
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

/** Every call throws {@link SearchUnavailable}, or what the engine's read store throws. */
export interface SearchIndex {
  readonly engine: 'postgres' | 'elasticsearch';
  find(question: SearchQuestion, page: SearchPage): Promise<readonly SearchHit[]>;
  /** Counts over everything that is found, whatever the page. */
  facets(question: SearchQuestion): Promise<SearchFacets>;
  /** Movies with words beginning with all of these in their title, those with a bookable show first. */
  suggest(words: readonly string[], nowMs: number, limit: number): Promise<readonly Suggestion[]>;
  /** For each word the most alike one that some document has: itself if it is one or begins one; null without any. */
  respell(subject: SearchSubject, words: readonly string[]): Promise<readonly (string | null)[]>;
}

/** How many edits a forgiving search allows in a word of so many characters. */
export const editsAllowed = (chars: number): number => {
  if (chars < 3) return 0;
  return chars < 6 ? 1 : 2;
};

/** A word itself, the beginning of one, a word with a slip: what each adds to the score. */
export const wordScores = { same: 3, begins: 2, alike: 1 } as const;

/** A whole document of another engine's index, with the position of the event it was last changed by. */
export interface SearchDocument {
  readonly id: string;
  readonly position: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
export type SearchKind = SearchSubject | 'showtimes';

/** Where documents are copied to. Every call throws {@link SearchUnavailable} while the engine is away. */
export interface SearchIndexWriter {
  /**
   * Whether there is a whole index of this log; if not, or `anew`, an empty one is made beside, to be filled and
   * published.
   */
  prepare(logId: string, anew?: 'anew'): Promise<'published' | 'building'>;
  /** Writes whole documents; an older one never overwrites a newer one. Answers the ids that can never be stored. */
  write(kind: SearchKind, documents: readonly SearchDocument[]): Promise<readonly string[]>;
  /** Shows what was built, all kinds at once, in place of what stood there. */
  publish(): Promise<void>;
  close(): Promise<void>;
}
