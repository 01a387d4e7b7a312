import { facetValuesMax, type SearchQuestion } from '../../ports/SearchIndex.ts';
import { foundSql } from './searchSql.ts';
import { showsOf, type Within } from './showsSql.ts';
import { all, type ExpandedWord, parameters, type Statement } from './statement.ts';

const paired = ['other', 'language', 'format', 'business_date'] as const;
/** Of the grouping set of one column: the bits of all other columns. */
const kindOf = (column: (typeof paired)[number]): number =>
  paired.reduce((bits, each) => 2 * bits + (each === column ? 0 : 1), 0);

/** Rows (facet, value, count). A movie or theater counts once per value. */
export const facetsStatement = (
  within: Within,
  question: SearchQuestion,
  words: readonly ExpandedWord[],
): Statement => {
  const { schema } = within;
  const { params, add } = parameters();
  const found = foundSql(within, add, { ...question, sort: 'title' }, words);
  const { from, where, id } = showsOf(within, add, question, false);
  const byPair = (facet: string, column: (typeof paired)[number]): string =>
    `SELECT '${facet}' AS facet, ${column} AS value, count(*) AS count
     FROM pairs WHERE kind = ${kindOf(column)} GROUP BY 2`;
  const ofOthers = (facet: string, value: string, others: string): string =>
    `SELECT '${facet}' AS facet, value, count(*) AS count
     FROM (SELECT DISTINCT pairs.id, ${value} AS value FROM pairs JOIN ${others} ON o.id = pairs.other
       WHERE kind = ${kindOf('other')}) AS counted GROUP BY 2`;
  const ofOwn = (facet: string, value: string, others: string): string =>
    `SELECT '${facet}' AS facet, value, count(*) AS count
     FROM (SELECT DISTINCT found.id, ${value} AS value FROM found JOIN ${others} ON o.id = found.id) AS counted
     GROUP BY 2`;
  const movies = `(SELECT id, rating, unnest(genres) AS genre FROM ${schema}.movies) AS o`;
  const ratings = `${schema}.movies o`;
  const theaters = `${schema}.theaters o`;
  const [ofMovies, ofTheaters] = question.subject === 'movies' ? [ofOwn, ofOthers] : [ofOthers, ofOwn];
  const other = question.subject === 'movies' ? 's.theater_id' : 's.movie_id';
  const sql = `
    WITH found AS MATERIALIZED (${found}),
      shown AS MATERIALIZED (
        SELECT ${id} AS id, ${other} AS other, s.language, s.format, s.business_date FROM ${from}
        WHERE ${all([`${id} IN (SELECT id FROM found)`, ...where])}),
      pairs AS MATERIALIZED (
        SELECT id, ${paired.join(', ')}, grouping(${paired.join(', ')}) AS kind FROM shown
        GROUP BY GROUPING SETS (${paired.map((column) => `(id, ${column})`).join(', ')})),
      counted AS (
        ${[
          ofMovies('genre', 'o.genre', movies),
          ofMovies('rating', 'o.rating', ratings),
          ofTheaters('city', 'o.city', theaters),
          byPair('language', 'language'),
          byPair('format', 'format'),
          byPair('date', 'business_date'),
        ].join(' UNION ALL ')}),
      ranked AS (
        SELECT *, row_number() OVER (PARTITION BY facet ORDER BY count DESC, value COLLATE "C") AS place
        FROM counted WHERE value IS NOT NULL)
    SELECT facet, value, count FROM ranked WHERE place <= ${facetValuesMax} ORDER BY facet, place`;
  return { sql, params };
};
