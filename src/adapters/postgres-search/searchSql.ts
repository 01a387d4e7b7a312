import { type SearchPage, type SearchQuestion, sortsLast, wordScores } from '../../ports/SearchIndex.ts';
import { type Shows, showsOf, type Within } from './showsSql.ts';
import {
  type Add,
  all,
  begun,
  type ExpandedWord,
  instant,
  metres,
  movieConditions,
  parameters,
  placeConditions,
  type Statement,
  wordConditions,
} from './statement.ts';

const score = (add: Add, words: readonly ExpandedWord[]): string =>
  words
    .map(
      (each) => `CASE WHEN d.words && ${add([each.word], 'text[]')} THEN ${wordScores.same}
        ${each.alike.length === 0 ? '' : `WHEN NOT ${begun(add, each)} THEN ${wordScores.alike}`}
        ELSE ${wordScores.begins} END`,
    )
    .join(' + ');

const sortedBy = (
  add: Add,
  { sort, shows }: SearchQuestion,
  words: readonly ExpandedWord[],
  distance: string,
): string => {
  const unshownLast = (n: string): string =>
    shows === 'first' ? `CASE WHEN shows.id IS NULL THEN ${sortsLast} ELSE 0 END + (${n})` : n;
  switch (sort) {
    case 'relevance':
      return unshownLast(words.length === 0 ? '0' : `-(${score(add, words)})`);
    case 'time':
      return `coalesce(shows.first_ms, ${sortsLast})`;
    case 'price':
      return `coalesce(shows.price, ${sortsLast})`;
    case 'distance':
      return shows === 'first'
        ? `CASE WHEN shows.id IS NULL THEN ${sortsLast} ELSE coalesce(${distance}, ${sortsLast}) END`
        : `coalesce(${distance}, ${sortsLast})`;
    case 'title':
      return unshownLast('0');
  }
};

/** Reads the fewest shows: a lookup where only existence matters, those of each document after words, else all. */
const joinedShows = (
  question: SearchQuestion,
  { from, where, id, isNarrow }: Shows,
  nearest: string,
  isExact: boolean,
): string => {
  const { words, date, language, format } = question;
  const isFiltered = isNarrow || [date, language, format].some((each) => each !== undefined);
  const values = `${nearest} AS metres, min(s.price_rank) AS price,
    (extract(epoch FROM min(s.first_start)) * 1000)::bigint AS first_ms`;
  const ofOne = all([`${id} = d.id`, ...where]);
  if (!isExact && (!isFiltered || (words.length > 0 && !isNarrow))) {
    return `LEFT JOIN LATERAL (SELECT ${id} AS id, NULL::float8 AS metres, NULL::bigint AS price,
      NULL::bigint AS first_ms FROM ${from} WHERE ${ofOne} LIMIT 1) shows ON true`;
  }
  if (words.length > 0 && !isNarrow) {
    return `LEFT JOIN LATERAL (SELECT ${id} AS id, ${values} FROM ${from} WHERE ${ofOne} GROUP BY 1) shows ON true`;
  }
  return `LEFT JOIN (SELECT ${id} AS id, ${values} FROM ${from} WHERE ${all(where)} GROUP BY 1) shows
    ON shows.id = d.id`;
};

/** Rows (id, sort_title, n, metres); n is the first part of the key. */
export const foundSql = (
  within: Within,
  add: Add,
  question: SearchQuestion,
  words: readonly ExpandedWord[],
): string => {
  const { subject, near, sort } = question;
  const ofMovies = subject === 'movies';
  const isExact = sort === 'time' || sort === 'price';
  const nearest =
    ofMovies && near !== undefined ? `round(min(${metres(add, near, 't')}))::float8` : 'NULL::float8';
  // A theater has a place also without shows.
  const distance = ofMovies || near === undefined ? 'shows.metres' : `round(${metres(add, near, 'd')})`;
  const shows = joinedShows(question, showsOf(within, add, question, isExact), nearest, isExact);
  const own = ofMovies ? movieConditions(add, question, 'd') : placeConditions(add, question, 'd');
  const isRequired = question.shows === 'required' ? ['shows.id IS NOT NULL'] : [];
  return `SELECT d.id, d.sort_title, (${sortedBy(add, question, words, distance)})::float8 AS n,
      (${distance})::float8 AS metres
    FROM ${within.schema}.${subject} d ${shows} WHERE ${all([...wordConditions(add, words), ...own, ...isRequired])}`;
};

export const findStatement = (
  within: Within,
  question: SearchQuestion,
  words: readonly ExpandedWord[],
  { limit, after }: SearchPage,
): Statement => {
  const { params, add } = parameters();
  const found = foundSql(within, add, question, words);
  const key =
    after === undefined
      ? 'true'
      : `(n, sort_title, id) > (${add(after[0], 'float8')}, ${add(after[1], 'text')}, ${add(after[2], 'text')})`;
  const sql = `SELECT * FROM (${found}) AS found WHERE ${key} ORDER BY n, sort_title, id LIMIT ${add(limit, 'integer')}`;
  return { sql, params };
};

export const countsStatement = (
  within: Within,
  question: SearchQuestion,
  ids: readonly string[],
): Statement => {
  const { params, add } = parameters();
  const { from, where, id } = showsOf(within, add, question, true);
  const sql = `SELECT ${id} AS id, sum(s.showtimes)::integer AS showtimes FROM ${from}
    WHERE ${all([`${id} = ANY (${add(ids, 'text[]')})`, ...where])} GROUP BY 1`;
  return { sql, params };
};

export const theatersThereStatement = (schema: string, question: SearchQuestion): Statement => {
  const { params, add } = parameters();
  const sql = `SELECT t.id FROM ${schema}.theaters t WHERE ${all(placeConditions(add, question, 't'))}`;
  return { sql, params };
};

export const suggestStatement = (
  schema: string,
  words: readonly ExpandedWord[],
  nowMs: number,
  limit: number,
): Statement => {
  const { params, add } = parameters();
  const meets = words.map((each) => begun(add, each, 'title_words'));
  const isBookable = `EXISTS (SELECT FROM ${schema}.offers o WHERE o.movie_id = d.id
    AND o.last_until > ${instant(add, nowMs)})`;
  const sql = `SELECT d.id, d.title FROM ${schema}.movies d WHERE ${all(meets)}
    ORDER BY NOT ${isBookable}, d.sort_title, d.id LIMIT ${add(limit, 'integer')}`;
  return { sql, params };
};
