/**
 * The statements behind search on Postgres, put together from a question. Text is compared folded and words are
 * expanded beforehand, so that no extension is needed. Only parameters carry what people typed.
 */
import type { SqlValue } from '../../ports/ReadStore.ts';
import type { SearchPage, SearchQuestion } from '../../ports/SearchIndex.ts';
import { facetValuesMax, sortsLast, wordScores } from '../../ports/SearchIndex.ts';

/** A word of the question with the words of documents that meet it. */
export interface ExpandedWord {
  readonly word: string;
  /** `many`: too many to name them. */
  readonly begins: readonly string[] | 'many';
  readonly alike: readonly string[];
}

/** The end of all words that begin alike: no text has a character above it. */
export const lastCharacter = '\u{10ffff}';

export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

const parameters = () => {
  const params: SqlValue[] = [];
  const add = (value: SqlValue, type: string): string => `$${params.push(value)}::${type}`;
  return { params, add };
};
type Add = ReturnType<typeof parameters>['add'];

type Point = NonNullable<SearchQuestion['near']>;

/** On the earth's mean sphere, to the theater of that alias. */
const metres = (add: Add, { lat, lng }: Point, theater: string): string => `
  2 * 6371008.8 * asin(least(1, sqrt(
    power(sin(radians(${theater}.lat - ${add(lat, 'float8')}) / 2), 2) +
    cos(radians(${add(lat, 'float8')})) * cos(radians(${theater}.lat)) *
    power(sin(radians(${theater}.lng - ${add(lng, 'float8')}) / 2), 2))))`;

const all = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'true' : conditions.join(' AND ');

const movieConditions = (add: Add, { genre, rating }: SearchQuestion, movie: string): readonly string[] => [
  ...(genre === undefined ? [] : [`${add(genre, 'text')} = ANY (${movie}.genres_folded)`]),
  ...(rating === undefined ? [] : [`${movie}.rating_folded = ${add(rating, 'text')}`]),
];

const placeConditions = (
  add: Add,
  { city, near, radiusKm }: SearchQuestion,
  theater: string,
): readonly string[] => [
  ...(city === undefined ? [] : [`${theater}.city_folded = ${add(city, 'text')}`]),
  ...(near === undefined || radiusKm === undefined
    ? []
    : [`${metres(add, near, theater)} <= ${add(radiusKm, 'float8')} * 1000`]),
];

const showConditions = (add: Add, question: SearchQuestion): readonly string[] => {
  const { nowMs, date, language, format, fromMs, untilMs } = question;
  const instant = (ms: number): string => add(new Date(ms).toISOString(), 'timestamptz');
  return [
    `s.on_sale AND s.bookable_until > ${instant(nowMs)}`,
    ...(date === undefined ? [] : [`s.business_date = ${add(date, 'text')}`]),
    ...(language === undefined ? [] : [`s.language_folded = ${add(language, 'text')}`]),
    ...(format === undefined ? [] : [`s.format_folded = ${add(format, 'text')}`]),
    ...(fromMs === undefined ? [] : [`s.starts_at >= ${instant(fromMs)}`]),
    ...(untilMs === undefined ? [] : [`s.starts_at < ${instant(untilMs)}`]),
  ];
};

/** Documents with one of the words that begin so; where these are many, most documents have one, so all are looked at. */
const begun = (add: Add, { word, begins }: ExpandedWord, column = 'words'): string =>
  begins === 'many'
    ? `EXISTS (SELECT FROM unnest(d.${column}) AS own (word) WHERE own.word COLLATE "C" >= ${add(word, 'text')}
         AND own.word COLLATE "C" < ${add(word + lastCharacter, 'text')})`
    : `d.${column} && ${add([word, ...begins], 'text[]')}`;

const wordConditions = (add: Add, words: readonly ExpandedWord[]): readonly string[] =>
  words.map((each) =>
    each.alike.length === 0
      ? begun(add, each)
      : `(${begun(add, each)} OR d.words && ${add(each.alike, 'text[]')})`,
  );

const score = (add: Add, words: readonly ExpandedWord[]): string =>
  words
    .map(
      (each) => `CASE WHEN d.words && ${add([each.word], 'text[]')} THEN ${wordScores.same}
        WHEN ${begun(add, each)} THEN ${wordScores.begins} ELSE ${wordScores.alike} END`,
    )
    .join(' + ');

const sortedBy = (
  add: Add,
  { sort }: SearchQuestion,
  words: readonly ExpandedWord[],
  distance: string,
): string => {
  switch (sort) {
    case 'relevance':
      return words.length === 0 ? '0' : `-(${score(add, words)})`;
    case 'time':
      return `coalesce(shows.first_ms, ${sortsLast})`;
    case 'price':
      return `coalesce(shows.price, ${sortsLast})`;
    case 'distance':
      return `coalesce(${distance}, ${sortsLast})`;
    case 'title':
      return '0';
  }
};

const showing = (schema: string): string => `${schema}.showtimes s
  JOIN ${schema}.theaters t ON t.id = s.theater_id JOIN ${schema}.movies m ON m.id = s.movie_id`;

const shownConditions = (add: Add, question: SearchQuestion): readonly string[] => [
  ...showConditions(add, question),
  ...placeConditions(add, question, 't'),
  ...movieConditions(add, question, 'm'),
];

/** `found`: id, sort_title, n (the first sort key) and metres of everything that meets the question. */
const foundSql = (
  schema: string,
  add: Add,
  question: SearchQuestion,
  words: readonly ExpandedWord[],
): string => {
  const { subject, near, bookable } = question;
  const movies = subject === 'movies';
  const nearest = near === undefined ? 'NULL::float8' : `round(min(${metres(add, near, 't')}))`;
  const shows = `
    SELECT ${movies ? 's.movie_id' : 's.theater_id'} AS id, ${nearest} AS metres, min(s.price_rank) AS price,
      (extract(epoch FROM min(s.starts_at)) * 1000)::bigint AS first_ms
    FROM ${showing(schema)} WHERE ${all(shownConditions(add, question))} GROUP BY 1`;
  // A theater is somewhere whether it shows anything or not.
  const own = movies ? movieConditions(add, question, 'd') : placeConditions(add, question, 'd');
  const distance = movies || near === undefined ? 'shows.metres' : `round(${metres(add, near, 'd')})`;
  const n = sortedBy(add, question, words, distance);
  const where = all([...wordConditions(add, words), ...own, ...(bookable ? ['shows.id IS NOT NULL'] : [])]);
  return `SELECT d.id, d.sort_title, (${n})::float8 AS n, (${distance})::float8 AS metres
    FROM ${schema}.${subject} d LEFT JOIN (${shows}) shows ON shows.id = d.id WHERE ${where}`;
};

export const findStatement = (
  schema: string,
  question: SearchQuestion,
  words: readonly ExpandedWord[],
  { limit, after }: SearchPage,
): Statement => {
  const { params, add } = parameters();
  const found = foundSql(schema, add, question, words);
  const key =
    after === undefined
      ? 'true'
      : `(n, sort_title, id) > (${add(after[0], 'float8')}, ${add(after[1], 'text')}, ${add(after[2], 'text')})`;
  const sql = `SELECT * FROM (${found}) AS found WHERE ${key} ORDER BY n, sort_title, id LIMIT ${add(limit, 'integer')}`;
  return { sql, params };
};

/** Rows of (facet, value, count). Movies and theaters are counted once per value, whatever their shows. */
export const facetsStatement = (
  schema: string,
  question: SearchQuestion,
  words: readonly ExpandedWord[],
): Statement => {
  const { params, add } = parameters();
  const found = foundSql(schema, add, question, words);
  const shown = `
    SELECT ${question.subject === 'movies' ? 's.movie_id' : 's.theater_id'} AS id, m.genres, m.rating, t.city,
      s.language, s.format, s.business_date
    FROM ${showing(schema)} WHERE ${all(shownConditions(add, question))}`;
  const own =
    question.subject === 'movies'
      ? `SELECT 'genre' AS facet, genre AS value, d.id FROM ${schema}.movies d JOIN found USING (id), unnest(d.genres) AS genre
         UNION ALL SELECT 'rating', d.rating, d.id FROM ${schema}.movies d JOIN found USING (id)
         UNION ALL SELECT 'city', city, id FROM shown`
      : `SELECT 'city' AS facet, d.city AS value, d.id FROM ${schema}.theaters d JOIN found USING (id)
         UNION ALL SELECT 'genre', genre, shown.id FROM shown, unnest(shown.genres) AS genre
         UNION ALL SELECT 'rating', rating, id FROM shown`;
  const sql = `
    WITH found AS MATERIALIZED (${found}),
      shown AS MATERIALIZED (SELECT * FROM (${shown}) AS each WHERE id IN (SELECT id FROM found)),
      told AS (${own} UNION ALL SELECT 'language', language, id FROM shown
        UNION ALL SELECT 'format', format, id FROM shown
        UNION ALL SELECT 'date', business_date, id FROM shown),
      counted AS (
        SELECT facet, value, count(DISTINCT id)::integer AS count FROM told WHERE value IS NOT NULL GROUP BY 1, 2),
      ranked AS (
        SELECT *, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value COLLATE "C") AS place FROM counted)
    SELECT facet, value, count FROM ranked WHERE place <= ${facetValuesMax} ORDER BY facet, place`;
  return { sql, params };
};

/** Movies with a word beginning with each of these in their title, those with a bookable show first. */
export const suggestStatement = (
  schema: string,
  words: readonly ExpandedWord[],
  nowMs: number,
  limit: number,
): Statement => {
  const { params, add } = parameters();
  const meets = words.map((each) => begun(add, each, 'title_words'));
  const bookable = `EXISTS (SELECT FROM ${schema}.showtimes s WHERE s.movie_id = d.id AND s.on_sale
    AND s.bookable_until > ${add(new Date(nowMs).toISOString(), 'timestamptz')})`;
  const sql = `SELECT d.id, d.title FROM ${schema}.movies d WHERE ${all(meets)}
    ORDER BY NOT ${bookable}, d.sort_title, d.id LIMIT ${add(limit, 'integer')}`;
  return { sql, params };
};
