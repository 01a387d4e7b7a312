/** Filters are parameters that may be null: the planner drops those, because every call is planned with its values. */
import { schemaOf } from '../engine/Projection.ts';
import { catalogProjection } from './catalogProjection.ts';

export const schema = schemaOf(catalogProjection);
const hallsPerTheaterMax = 1_000;

/** On the earth's mean sphere, from ($lat, $lng) to a theater `t`. Null without a point: `least` would pass over it. */
const distanceKm = (lat: string, lng: string): string => `
  CASE WHEN ${lat}::float8 IS NOT NULL THEN 2 * 6371.0088 * asin(least(1, sqrt(
    power(sin(radians(t.lat - ${lat}::float8) / 2), 2) +
    cos(radians(${lat}::float8)) * cos(radians(t.lat)) * power(sin(radians(t.lng - ${lng}::float8) / 2), 2)))) END`;

const isBookable = (now: string): string =>
  `s.status = 'on-sale' AND s.sales_close_at > ${now}::timestamptz AND s.ends_at > ${now}::timestamptz`;

const movieFacts =
  'm.id, m.title, m.sort_title, m.genres, m.runtime_minutes, m.rating, m.release_date, m.details, m.version';

const movieColumns = (now: string): string => `${movieFacts},
  (SELECT count(*)::integer FROM ${schema}.showtimes s WHERE s.movie_id = m.id AND ${isBookable(now)}) AS showtime_count`;

export const moviesSql = `
  SELECT ${movieColumns('$1')} FROM ${schema}.movies m
  WHERE ($2::text IS NULL OR (m.sort_title, m.id) > ($2, $3)) ORDER BY m.sort_title, m.id LIMIT $4`;

export const movieSql = `SELECT ${movieColumns('$1')} FROM ${schema}.movies m WHERE m.id = $2`;

export const moviesOfSql = `SELECT ${movieFacts} FROM ${schema}.movies m WHERE m.id = ANY ($1::text[])`;

const theaterColumns = `t.id, t.name, t.sort_name, t.city, t.country, t.lat, t.lng, t.time_zone, t.details,
  t.settled_currency, t.version,
  NULL::float8 AS distance_km`;

export const theatersSql = `
  SELECT ${theaterColumns} FROM ${schema}.theaters t
  WHERE ($1::text IS NULL OR (t.sort_name, t.id) > ($1, $2)) ORDER BY t.sort_name, t.id LIMIT $3`;

export const theaterSql = `SELECT ${theaterColumns} FROM ${schema}.theaters t WHERE t.id = $1`;

export const theatersOfSql = `SELECT ${theaterColumns} FROM ${schema}.theaters t WHERE t.id = ANY ($1::text[])`;

const hallColumns =
  'id, theater_id, version, name, lone_seat_rule, cleaning_minutes, layout_version, seat_count';

export const hallsSql = `
  SELECT ${hallColumns} FROM ${schema}.halls
  WHERE theater_id = $1 ORDER BY sort_name, id LIMIT ${hallsPerTheaterMax}`;

export const hallSql = `
  SELECT ${hallColumns} FROM ${schema}.halls WHERE id = $1`;

export const hallNamesSql = `SELECT id, name FROM ${schema}.halls WHERE id = ANY ($1::text[])`;

/** Theaters of a city and around a point, either may be null. */
export const theatersThereSql = `
  SELECT id, distance_km FROM (
    SELECT t.id, ${distanceKm('$2', '$3')} AS distance_km FROM ${schema}.theaters t
    WHERE ($1::text IS NULL OR t.city_folded = $1)
  ) AS t WHERE ($4::float8 IS NULL OR distance_km <= $4)`;

/** More than the longest movie: what began earlier has ended, so an index on the start can leave out the past. */
const sinceStart = "interval '2 days'";

const showtimeColumns = 's.id, s.movie_id, s.theater_id, s.hall_id, s.starts_at';

/** $1 movie, $2 theater, $3 business date, $4 now, $5 and $6 the key to go on after, $7 the limit, $9 format, $10 language. */
const showtimesWhere = `($1::text IS NULL OR s.movie_id = $1) AND ($2::text IS NULL OR s.theater_id = $2)
  AND (CASE WHEN $3::text IS NULL THEN ${isBookable('$4')} AND s.starts_at > $4::timestamptz - ${sinceStart}
    ELSE s.business_date = $3 END)
  AND ($5::timestamptz IS NULL OR (s.starts_at, s.id) > ($5, $6))
  AND ($9::text IS NULL OR lower(s.format) = lower($9)) AND ($10::text IS NULL OR lower(s.language) = lower($10))`;

/** $8: theaters, null for all. */
export const showtimesSql = `
  SELECT ${showtimeColumns} FROM ${schema}.showtimes s
  WHERE ${showtimesWhere} AND ($8::text[] IS NULL OR s.theater_id = ANY ($8))
  ORDER BY s.starts_at, s.id LIMIT $7`;

/** The first showtimes of each theater of $8, merged: no showtime of another theater is read. */
export const showtimesOfTheatersSql = `
  SELECT * FROM unnest($8::text[]) AS there (theater) CROSS JOIN LATERAL (
    SELECT ${showtimeColumns} FROM ${schema}.showtimes s WHERE s.theater_id = there.theater AND ${showtimesWhere}
    ORDER BY s.starts_at, s.id LIMIT $7) AS s
  ORDER BY s.starts_at, s.id LIMIT $7`;
