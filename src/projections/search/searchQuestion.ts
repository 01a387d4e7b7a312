import type { Position } from '../../ports/EventStore.ts';
import type { SearchQuestion, SearchSort, SearchSubject } from '../../ports/SearchIndex.ts';
import type { GeoPoint } from '../catalog/queries.ts';
import { foldText } from '../sql/foldText.ts';
import { questionWords } from './searchWords.ts';

const textFilters = ['genre', 'rating', 'city', 'language', 'format'] as const;
/** What "near" means for movies without a radius. */
const nearbyKm = 50;

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
  /**
   * Whether only what can be booked is listed. Without it: movies that are asked for by words all, those that can be
   * booked first; other movies, and theaters that are asked for by their shows, only those that can be booked.
   */
  readonly bookable?: boolean;
  /** Default: distance for theaters near a point, else relevance when there are words, else title. */
  readonly sort?: SearchSort;
  readonly facets?: boolean;
  readonly nowMs: number;
  readonly at?: AtPosition;
  /** Aborted when the answer is of no use any more: the rest of the search is left out. */
  readonly signal?: AbortSignal;
}

/** A position that the log had, and how long (ms) an engine may take to get there before another is asked. */
export interface AtPosition {
  readonly position: Position;
  readonly waitMs: number;
}

/** How a question is asked, one after the other until something is found. Cursors carry the place in this list. */
export const ways = ['exact', 'forgiving', 'joined'] as const;
export type Way = (typeof ways)[number];
export const waysInOrder: readonly Way[] = ['exact', 'joined', 'forgiving'];
/** "bat man" is also looked for as "batman"; more words than this are no one word. */
const joinedWordsMax = 4;

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

const showsOf = (
  subject: SearchSubject,
  request: SearchRequest,
  words: readonly string[],
): SearchQuestion['shows'] => {
  if (request.bookable !== undefined) return request.bookable ? 'required' : 'any';
  if (subject === 'theaters') return asksAboutShows(request) ? 'required' : 'any';
  return words.length > 0 ? 'first' : 'required';
};

export type Asked = Omit<SearchQuestion, 'forgiving'>;

export const questionOf = (subject: SearchSubject, request: SearchRequest): Asked => {
  const words = request.q === undefined ? [] : questionWords(request.q);
  const { near, radiusKm = subject === 'movies' ? nearbyKm : undefined } = request;
  return {
    subject,
    words,
    shows: showsOf(subject, request, words),
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

export const askedBy = (way: Way, asked: Asked): SearchQuestion | undefined => {
  const { words } = asked;
  switch (way) {
    case 'exact':
      return { ...asked, forgiving: false };
    case 'joined':
      return words.length < 2 || words.length > joinedWordsMax
        ? undefined
        : { ...asked, words: [words.join('')], forgiving: false };
    case 'forgiving':
      return words.length === 0 ? undefined : { ...asked, forgiving: true };
  }
};

export const isEmptyQuestion = ({ q }: SearchRequest): boolean =>
  q !== undefined && questionWords(q).length === 0;
