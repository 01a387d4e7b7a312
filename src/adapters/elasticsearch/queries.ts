/** A question's parts as Elasticsearch asks them. Putting answers together must not enter. */
import type { estypes } from '@elastic/elasticsearch';
import { editsAllowed, type SearchQuestion, wordScores } from '../../ports/SearchIndex.ts';

type Query = estypes.QueryDslQueryContainer;

/** How many words of documents one misspelt word may stand for. */
const expansionsMax = 1_000;

const scored = (filter: Query, boost: number): Query => ({ constant_score: { filter, boost } });

/** The best of: the word itself, a word it begins, one that is alike. */
export const wordQuery = (field: string, word: string, edits: number): Query => {
  const ways = [
    scored({ term: { [field]: word } }, wordScores.same),
    scored({ prefix: { [field]: word } }, wordScores.begins),
  ];
  if (edits > 0) {
    const fuzzy = { value: word, fuzziness: edits, max_expansions: expansionsMax, transpositions: true };
    ways.push(scored({ fuzzy: { [field]: fuzzy } }, wordScores.alike));
  }
  return { dis_max: { queries: ways } };
};

export const wordQueries = ({ words, forgiving }: SearchQuestion): Query[] =>
  words.map((word) => wordQuery('words', word, forgiving ? editsAllowed([...word].length) : 0));

const terms = (given: Readonly<Record<string, string | boolean | undefined>>): Query[] =>
  Object.entries(given).flatMap(([field, value]) =>
    value === undefined ? [] : [{ term: { [field]: value } }],
  );

export const movieFilters = ({ genre, rating }: SearchQuestion): Query[] =>
  terms({ genresFolded: genre, ratingFolded: rating });

export const theaterFilters = ({ city, near, radiusKm }: SearchQuestion): Query[] => [
  ...terms({ cityFolded: city }),
  ...(near === undefined || radiusKm === undefined
    ? []
    : [{ geo_distance: { distance: `${radiusKm}km`, location: { lat: near.lat, lon: near.lng } } }]),
];

const instant = (ms: number): string => new Date(ms).toISOString();

export const showFilters = (question: SearchQuestion): Query[] => {
  const { nowMs, fromMs, untilMs, date, language, format } = question;
  return [
    ...terms({ onSale: true, businessDate: date, languageFolded: language, formatFolded: format }),
    { range: { bookableUntil: { gt: instant(nowMs) } } },
    ...(fromMs === undefined ? [] : [{ range: { startsAt: { gte: instant(fromMs) } } }]),
    ...(untilMs === undefined ? [] : [{ range: { startsAt: { lt: instant(untilMs) } } }]),
  ];
};
