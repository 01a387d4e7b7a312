import type { estypes } from '@elastic/elasticsearch';
import {
  editsAllowed,
  forgivenWords,
  type SearchKey,
  type SearchQuestion,
  wordScores,
} from '../../ports/SearchIndex.ts';

type Query = estypes.QueryDslQueryContainer;

const scored = (filter: Query, boost: number): Query => ({ constant_score: { filter, boost } });

export const wordQuery = (field: string, word: string, edits: number): Query => {
  const ways = [
    scored({ term: { [field]: word } }, wordScores.same),
    scored({ prefix: { [field]: word } }, wordScores.begins),
  ];
  if (edits > 0) {
    // Any other rewrite stops at 50 terms.
    const fuzzy = { value: word, fuzziness: edits, transpositions: true, rewrite: 'constant_score' };
    ways.push(scored({ fuzzy: { [field]: fuzzy } }, wordScores.alike));
  }
  return { dis_max: { queries: ways } };
};

const wordQueries = ({ words, forgiving }: SearchQuestion, field: string): Query[] => {
  const forgiven = forgivenWords(forgiving ? words : []);
  return words.map((word) => wordQuery(field, word, forgiven.has(word) ? editsAllowed([...word].length) : 0));
};

const terms = (given: Readonly<Record<string, string | boolean | undefined>>): Query[] =>
  Object.entries(given).flatMap(([field, value]) =>
    value === undefined ? [] : [{ term: { [field]: value } }],
  );

const movieFilters = ({ genre, rating }: SearchQuestion): Query[] =>
  terms({ genresFolded: genre, ratingFolded: rating });

const theaterFilters = ({ city, near, radiusKm }: SearchQuestion): Query[] => [
  ...terms({ cityFolded: city }),
  ...(near === undefined || radiusKm === undefined
    ? []
    : [{ geo_distance: { distance: `${radiusKm}km`, location: { lat: near.lat, lon: near.lng } } }]),
];

const instant = (ms: number): string => new Date(ms).toISOString();

export const isBookable = (nowMs: number): Query[] => [
  { term: { onSale: true } },
  { range: { bookableUntil: { gt: instant(nowMs) } } },
];

const showFilters = (question: SearchQuestion): Query[] => {
  const { nowMs, fromMs, untilMs, date, language, format } = question;
  return [
    ...terms({ businessDate: date, languageFolded: language, formatFolded: format }),
    ...isBookable(nowMs),
    ...(fromMs === undefined ? [] : [{ range: { startsAt: { gte: instant(fromMs) } } }]),
    ...(untilMs === undefined ? [] : [{ range: { startsAt: { lt: instant(untilMs) } } }]),
  ];
};

export const fieldsOf = {
  movies: { id: 'movieId', sortTitle: 'movieSortTitle', words: 'movieWords' },
  theaters: { id: 'theaterId', sortTitle: 'theaterSortTitle', words: 'theaterWords' },
} as const;

export const ownQuery = (question: SearchQuestion): Query => ({
  bool: {
    must: wordQueries(question, 'words'),
    filter: question.subject === 'movies' ? movieFilters(question) : theaterFilters(question),
  },
});

export const showsQuery = (question: SearchQuestion, more: readonly Query[] = []): Query => ({
  bool: {
    must: wordQueries(question, fieldsOf[question.subject].words),
    filter: [...movieFilters(question), ...theaterFilters(question), ...showFilters(question), ...more],
  },
});

export const afterTitle = (
  { id, sortTitle }: { readonly id: string; readonly sortTitle: string },
  [, title, last]: SearchKey,
): Query => ({
  bool: {
    should: [
      { range: { [sortTitle]: { gt: title } } },
      { bool: { filter: [{ term: { [sortTitle]: title } }, { range: { [id]: { gt: last } } }] } },
    ],
    minimum_should_match: 1,
  },
});

/** The server rounds places to a centimetre and keys are whole metres, so either may decide within this distance. */
export const roundedMetres = 2;

const isBefore = ({ sort, near }: SearchQuestion, [n]: SearchKey): Query | undefined => {
  if (sort === 'time') return { range: { startsAt: { lt: instant(n) } } };
  if (sort === 'price') return { range: { priceRank: { lt: n } } };
  if (sort !== 'distance' || near === undefined || n <= roundedMetres) return undefined;
  return { geo_distance: { distance: `${n - roundedMetres}m`, location: { lat: near.lat, lon: near.lng } } };
};

/** Undefined where no query separates them. A movie with a show before the key was on an earlier page. */
export const splitAt = (
  question: SearchQuestion,
  key: SearchKey,
): { readonly before: Query; readonly others: Query } | undefined => {
  const before = isBefore(question, key);
  return before === undefined ? undefined : { before, others: { bool: { must_not: [before] } } };
};
