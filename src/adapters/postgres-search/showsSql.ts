import type { SearchQuestion } from '../../ports/SearchIndex.ts';
import { type Add, all, instant, movieConditions } from './statement.ts';

const showConditions = (
  add: Add,
  { date, language, format }: SearchQuestion,
  theaters: readonly string[] | undefined,
  alias: string,
): readonly string[] => [
  ...(theaters === undefined ? [] : [`${alias}.theater_id = ANY (${add(theaters, 'text[]')})`]),
  ...(date === undefined ? [] : [`${alias}.business_date = ${add(date, 'text')}`]),
  ...(language === undefined ? [] : [`${alias}.language_folded = ${add(language, 'text')}`]),
  ...(format === undefined ? [] : [`${alias}.format_folded = ${add(format, 'text')}`]),
];

/** An offer is of one business date, and a show cannot be booked after the movie: its ends lie less far apart. */
const offerSpanMax = "interval '2 days'";

export interface Within {
  readonly schema: string;
  /** Undefined for all. */
  readonly theaters: readonly string[] | undefined;
}

const keyColumns = (alias: string): string =>
  ['movie_id', 'theater_id', 'business_date', 'language', 'format']
    .map((column) => `${alias}.${column}`)
    .join(', ');
const offerColumns = `${keyColumns('o')}, o.showtimes, o.first_start, o.price_rank`;
const singleColumns = `${keyColumns('s')}, 1 AS showtimes, s.starts_at AS first_start, s.price_rank`;

/**
 * Bookable shows that match the filters, as rows (movie_id, theater_id, business_date, language, format, showtimes,
 * first_start, price_rank).
 *
 * @param exact whether the last three are used: an offer that is partly over is then read by showtime
 */
const showsRows = (
  { schema, theaters }: Within,
  add: Add,
  question: SearchQuestion,
  exact: boolean,
): string => {
  const { nowMs, fromMs, untilMs } = question;
  const now = instant(add, nowMs);
  const soon = `${now} + ${offerSpanMax}`;
  const isOpen = `s.on_sale AND s.bookable_until > ${now}`;
  if (fromMs !== undefined || untilMs !== undefined) {
    const starts = [
      ...(fromMs === undefined ? [] : [`s.starts_at >= ${instant(add, fromMs)}`]),
      ...(untilMs === undefined ? [] : [`s.starts_at < ${instant(add, untilMs)}`]),
    ];
    return `SELECT ${singleColumns} FROM ${schema}.showtimes s
      WHERE ${all([isOpen, ...starts, ...showConditions(add, question, theaters, 's')])}`;
  }
  const offers = (condition: string): string =>
    all([`o.last_until > ${now}`, condition, ...showConditions(add, question, theaters, 'o')]);
  if (!exact) return `SELECT ${offerColumns} FROM ${schema}.offers o WHERE ${offers('true')}`;
  return `SELECT ${offerColumns} FROM ${schema}.offers o WHERE ${offers(`o.first_until > ${now}`)}
    UNION ALL SELECT ${singleColumns} FROM ${schema}.offers o
      JOIN ${schema}.showtimes s ON (${keyColumns('s')}) = (${keyColumns('o')})
      WHERE ${all([offers(`o.first_until <= ${now} AND o.last_until < ${soon}`), isOpen, `s.bookable_until < ${soon}`])}`;
};

export interface Shows {
  /** FROM clause: the shows `s`, with theater `t` and movie `m` where needed. */
  readonly from: string;
  readonly where: readonly string[];
  readonly id: string;
  /** Whether conditions other than on the subject restrict the shows. */
  readonly isNarrow: boolean;
}

export const showsOf = (within: Within, add: Add, question: SearchQuestion, exact: boolean): Shows => {
  const { schema, theaters } = within;
  const ofMovies = question.subject === 'movies';
  const where = ofMovies ? [] : movieConditions(add, question, 'm');
  const isMeasured = ofMovies && question.near !== undefined;
  const joinsOther = where.length > 0 || isMeasured;
  const other = ofMovies
    ? `JOIN ${schema}.theaters t ON t.id = s.theater_id`
    : `JOIN ${schema}.movies m ON m.id = s.movie_id`;
  return {
    from: `(${showsRows(within, add, question, exact)}) s ${joinsOther ? other : ''}`,
    where,
    id: ofMovies ? 's.movie_id' : 's.theater_id',
    isNarrow:
      where.length > 0 ||
      theaters !== undefined ||
      isMeasured ||
      question.fromMs !== undefined ||
      question.untilMs !== undefined,
  };
};
