import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import { movieAggregate } from '../../domain/movie/movieAggregate.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import { idOfStreamSql, isStreamSql, streamSql } from '../sql/streamSql.ts';

/** Parameters: 1 business date, 2 theaters, 3 movie, 4 position, 5 as of. */
const askedShows = (schema: string): string => `
  SELECT showtime_id, theater_id, movie_id, currency FROM ${schema}.shows
  WHERE business_date = $1 AND ($2::uuid[] IS NULL OR theater_id = ANY ($2)) AND ($3::uuid IS NULL OR movie_id = $3)
    AND position <= $4::bigint AND ($5::timestamptz IS NULL OR at <= $5)`;

/** Of what a statement left out, as JSON in this parameter. */
const isLeftOut = (stream: string, position: string, parameter: string): string => `
  EXISTS (SELECT FROM json_to_recordset(${parameter}::json) AS l (stream text, position bigint)
    WHERE l.stream = ${stream} AND l.position <= ${position})`;
const streamOfShow = (id: string): string => streamSql(showtimeAggregate, id);
const streamOfMovie = (id: string): string => streamSql(movieAggregate, id);

/** Also 6, 7 and 8 cursor, 9 rows, 10 what is left out. */
export const sumsSql = (schema: string): string => `
  WITH asked AS MATERIALIZED (
    ${askedShows(schema)} AND NOT ${isLeftOut(streamOfShow('showtime_id'), 'position', '$10')}
  ), counted AS MATERIALIZED (
    SELECT f.showtime_id, f.kind, f.currency, f.n, f.seats, f.amount FROM ${schema}.facts AS f JOIN asked USING (showtime_id)
    WHERE f.kind IN ('show-cancelled', 'captured', 'cancelled', 'refunded')
      AND f.position <= $4 AND ($5::timestamptz IS NULL OR f.at <= $5)
      AND NOT ${isLeftOut('f.stream', 'f.position', '$10')}
  ), money AS (
    SELECT showtime_id, currency, sum(n) FILTER (WHERE kind = 'captured') AS bookings,
      sum(seats) FILTER (WHERE kind = 'captured') AS seats, sum(amount) FILTER (WHERE kind = 'captured') AS gross,
      sum(amount) FILTER (WHERE kind = 'refunded') AS refunds
    FROM counted WHERE kind IN ('captured', 'refunded') GROUP BY showtime_id, currency
  ), others AS (
    SELECT showtime_id, bool_or(kind = 'show-cancelled') AS is_cancelled,
      sum(seats) FILTER (WHERE kind = 'cancelled') AS returned
    FROM counted WHERE kind IN ('show-cancelled', 'cancelled') GROUP BY showtime_id
  ), lines AS (
    SELECT theater_id, movie_id, coalesce(money.currency, asked.currency) COLLATE "C" AS currency,
      count(*) FILTER (WHERE NOT coalesce(is_cancelled, false)) AS showtimes, coalesce(sum(bookings), 0) AS bookings,
      coalesce(sum(money.seats), 0) AS seats, coalesce(sum(returned), 0) AS returned,
      coalesce(sum(gross), 0) AS gross, coalesce(sum(refunds), 0) AS refunds
    FROM asked LEFT JOIN money USING (showtime_id) LEFT JOIN others USING (showtime_id)
    GROUP BY 1, 2, 3
  )
  SELECT theater_id, movie_id, currency, showtimes::integer, bookings::integer, seats::integer, returned::integer,
    gross::double precision, refunds::double precision
  FROM lines
  WHERE (showtimes > 0 OR bookings > 0)
    AND ($6::uuid IS NULL OR (theater_id, movie_id, currency) > ($6, $7::uuid, $8::text))
  ORDER BY theater_id, movie_id, currency LIMIT $9`;

/** Also 6 from (exclusive), 7 and 8 cursor, 9 rows, 10 what was left out at 6. */
export const causesSql = (schema: string): string => `
  SELECT f.position, f.part, f.at, f.kind, f.seats, f.amount::double precision, f.currency, f.showtime_id, asked.movie_id
  FROM ${schema}.facts AS f JOIN (${askedShows(schema)}) AS asked USING (showtime_id)
  WHERE f.kind IN ('show-cancelled', 'captured', 'cancelled', 'refunded', 'capacity') AND f.position <= $4
    AND (f.position > $6::bigint OR ${isLeftOut('f.stream', 'f.position', '$10')})
    AND ($7::bigint IS NULL OR (f.position, f.part) > ($7, $8::integer))
  ORDER BY f.position, f.part LIMIT $9`;

/** 1 movies, 2 position, 3 as of, 4 what is left out. */
export const termsSql = (schema: string): string => `
  SELECT DISTINCT ON (movie_id) movie_id, terms FROM ${schema}.terms
  WHERE movie_id = ANY ($1::uuid[]) AND position <= $2::bigint AND ($3::timestamptz IS NULL OR at <= $3)
    AND NOT ${isLeftOut(streamOfMovie('movie_id'), 'position', '$4')}
  ORDER BY movie_id, position DESC`;

/** 1 business date, 2 theaters, 3 position, 4 as of, 5 rows. */
export const statementsSql = (schema: string): string => `
  SELECT theater_id, number, position, at, up_to, left_out FROM ${schema}.statements
  WHERE business_date = $1 AND ($2::uuid[] IS NULL OR theater_id = ANY ($2)) AND position <= $3::bigint
    AND ($4::timestamptz IS NULL OR at <= $4)
  ORDER BY theater_id, number DESC LIMIT $5`;

/** 1 now, 2 rows. */
export const dueDaysSql = (schema: string): string => `
  SELECT theater_id, business_date::text FROM ${schema}.days
  WHERE settles_at <= $1 AND (moved > issued OR (left_out IS NOT NULL AND EXISTS (
    SELECT FROM json_to_recordset(left_out) AS l (stream text, position text)
    WHERE NOT EXISTS (SELECT FROM ${schema}.parked AS p WHERE (p.stream, p.position) = (l.stream, l.position)))))
  ORDER BY settles_at, theater_id, business_date LIMIT $2`;

/** 1 theaters, 2 business date, 3 movie, each null for all. Streams whose showtime is not known may belong to any of them. */
export const parkedSql = (schema: string): string => `
  SELECT stream, p.position FROM ${schema}.parked AS p
  LEFT JOIN ${schema}.bookings AS b ON b.booking_id = ${idOfStreamSql(bookingAggregate, 'stream')}
  LEFT JOIN ${schema}.shows AS s
    ON s.showtime_id = coalesce(b.showtime_id, ${idOfStreamSql(showtimeAggregate, 'stream')})
  WHERE (${isStreamSql(movieAggregate, 'stream')} AND ($3::uuid IS NULL OR stream = ${streamOfMovie('$3')}))
    OR ((${isStreamSql(bookingAggregate, 'stream')} OR ${isStreamSql(showtimeAggregate, 'stream')})
      AND (s.showtime_id IS NULL OR (($1::uuid[] IS NULL OR s.theater_id = ANY ($1))
        AND ($2::date IS NULL OR s.business_date = $2) AND ($3 IS NULL OR s.movie_id = $3))))
  ORDER BY position, stream LIMIT 1000`;

/** 1 now, 2 rows, 3 what is waited where a theater says nothing. */
export const dueSummariesSql = (schema: string): string => `
  SELECT showtime_id, coalesce(c.after_ms, $3)::double precision AS after_ms
  FROM ${schema}.shows AS s LEFT JOIN ${schema}.closings AS c USING (theater_id)
  WHERE s.is_open AND s.ends_at <= $1::timestamptz - coalesce(c.after_ms, $3) * interval '1 millisecond'
  ORDER BY s.ends_at, s.showtime_id LIMIT $2`;

/** 1 showtime, 2 position, 3 as of. */
export const summarySql = (schema: string): string => `
  SELECT position, at, summary FROM ${schema}.summaries
  WHERE showtime_id = $1::uuid AND position <= $2::bigint AND ($3::timestamptz IS NULL OR at <= $3) ORDER BY position DESC LIMIT 1`;

/** 1 movies, 2 from, 3 to, 4 rows. */
export const agreedTermsSql = (schema: string): string => `
  SELECT movie_id, position, at FROM ${schema}.terms
  WHERE movie_id = ANY ($1::uuid[]) AND position > $2::bigint AND position <= $3::bigint ORDER BY position DESC LIMIT $4`;
