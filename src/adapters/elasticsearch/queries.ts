import type { estypes } from '@elastic/elasticsearch';
import { editsAllowed, type SearchKey, type SearchQuestion, wordScores } from '../../ports/SearchIndex.ts';

type Query = estypes.QueryDslQueryContainer;

const scored = (filter: Query, boost: number): Query => ({ constant_score: { filter, boost } });

/** The best of: the word itself, a word it begins, one that is alike. */
export const wordQuery = (field: string, word: string, edits: number): Query => {
  const ways = [
    scored({ term: { [field]: word } }, wordScores.same),
    scored({ prefix: { [field]: word } }, wordScores.begins),
  ];
  if (edits > 0) {
    // Rewritten so, all words that are alike count, not only the first fifty.
    const fuzzy = { value: word, fuzziness: edits, transpositions: true, rewrite: 'constant_score' };
    ways.push(scored({ fuzzy: { [field]: fuzzy } }, wordScores.alike));
  }
  return { dis_max: { queries: ways } };
};

const wordQueries = ({ words, forgiving }: SearchQuestion, field: string): Query[] =>
  words.map((word) => wordQuery(field, word, forgiving ? editsAllowed([...word].length) : 0));

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

/** What the question's subject is called in a showtime's document. */
export const fieldsOf = {
  movies: { id: 'movieId', sortTitle: 'movieSortTitle', words: 'movieWords' },
  theaters: { id: 'theaterId', sortTitle: 'theaterSortTitle', words: 'theaterWords' },
} as const;

/** Documents of the subject itself that meet the question's words and the filters on the subject alone. */
export const ownQuery = (question: SearchQuestion): Query => ({
  bool: {
    must: wordQueries(question, 'words'),
    filter: question.subject === 'movies' ? movieFilters(question) : theaterFilters(question),
  },
});

/** Showtimes that meet all of the question. */
export const showsQuery = (question: SearchQuestion, more: readonly Query[] = []): Query => ({
  bool: {
    must: wordQueries(question, fieldsOf[question.subject].words),
    filter: [...movieFilters(question), ...theaterFilters(question), ...showFilters(question), ...more],
  },
});

/** What stands after a title and id, where both are sorted by. */
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

/** The server keeps places to about a centimetre, keys are whole metres: nearer than this to a bound, either may say so. */
export const roundedMetres = 2;

const isBefore = ({ sort, near }: SearchQuestion, [n]: SearchKey): Query | undefined => {
  if (sort === 'time') return { range: { startsAt: { lt: instant(n) } } };
  if (sort === 'price') return { range: { priceRank: { lt: n } } };
  if (sort !== 'distance' || near === undefined || n <= roundedMetres) return undefined;
  return { geo_distance: { distance: `${n - roundedMetres}m`, location: { lat: near.lat, lon: near.lng } } };
};

/**
 * Shows that sort before a key, and all others; undefined where no query tells them apart. A movie that has one of the
 * first stands before the key, whatever its other shows.
 */
export const splitAt = (
  question: SearchQuestion,
  key: SearchKey,
): { readonly before: Query; readonly others: Query } | undefined => {
  const before = isBefore(question, key);
  return before === undefined ? undefined : { before, others: { bool: { must_not: [before] } } };
};
