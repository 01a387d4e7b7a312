/**
 * The statements behind the catalog's answers. Every list is one statement whose filters are parameters that may be
 * null, ordered by its keyset. Only parameters carry what people typed.
 */
import { schemaOf } from '../engine/Projection.ts';
import { catalogProjection } from './catalogProjection.ts';

export const schema = schemaOf(catalogProjection);
const hallsPerTheaterMax = 1_000;

/** On the earth's mean sphere, from ($lat, $lng) to a theater `t`. Null without a point. */
const distanceKm = (lat: string, lng: string): string => `
  2 * 6371.0088 * asin(least(1, sqrt(
    power(sin(radians(t.lat - ${lat}::float8) / 2), 2) +
    cos(radians(${lat}::float8)) * cos(radians(t.lat)) * power(sin(radians(t.lng - ${lng}::float8) / 2), 2))))`;

const hasWords = (text: string, words: string): string =>
  `(${words}::text[] IS NULL OR NOT EXISTS (SELECT FROM unnest(${words}::text[]) AS word WHERE strpos(${text}, word) = 0))`;

const bookable = (now: string): string =>
  `s.status = 'on-sale' AND s.sales_close_at > ${now}::timestamptz AND s.ends_at > ${now}::timestamptz`;

const movieColumns = (now: string): string => `
  m.id, m.title, m.sort_title, m.genres, m.runtime_minutes, m.rating, m.release_date, m.version,
  (SELECT count(*)::integer FROM ${schema}.showtimes s WHERE s.movie_id = m.id AND ${bookable(now)}) AS showtime_count`;

/** Whether the theater of showtime `s` is in a city and within a distance; both may be null. */
const isThere = (city: string, lat: string, lng: string, radiusKm: string): string => `
  ((${city}::text IS NULL AND ${lat}::float8 IS NULL) OR EXISTS (
    SELECT FROM ${schema}.theaters t WHERE t.id = s.theater_id AND (${city}::text IS NULL OR t.city_folded = ${city})
      AND (${lat}::float8 IS NULL OR ${distanceKm(lat, lng)} <= ${radiusKm})))`;

export const moviesSql = `
  SELECT ${movieColumns('$1')} FROM ${schema}.movies m
  WHERE ${hasWords('m.search_text', '$2')}
    AND ($3::text IS NULL OR $3 = ANY (m.genres_folded))
    AND ($4::text IS NULL OR (m.sort_title, m.id) > ($4, $5))
    AND (NOT $7::boolean OR EXISTS (
      SELECT FROM ${schema}.showtimes s WHERE s.movie_id = m.id AND ${bookable('$1')}
        AND ($8::text IS NULL OR s.business_date = $8)
        AND ($9::text IS NULL OR lower(s.language) = lower($9)) AND ($10::text IS NULL OR lower(s.format) = lower($10))
        AND ${isThere('$11', '$12', '$13', '$14')}))
  ORDER BY m.sort_title, m.id LIMIT $6`;

export const movieSql = `SELECT ${movieColumns('$1')} FROM ${schema}.movies m WHERE m.id = $2`;

const theaterColumns = 't.id, t.name, t.sort_name, t.city, t.country, t.lat, t.lng, t.time_zone, t.version';

const theatersWhere = `${hasWords('t.search_text', '$1')} AND ($2::text IS NULL OR t.city_folded = $2)`;

export const theatersByNameSql = `
  SELECT ${theaterColumns}, NULL::float8 AS distance_km FROM ${schema}.theaters t
  WHERE ${theatersWhere} AND ($3::text IS NULL OR (t.sort_name, t.id) > ($3, $4))
  ORDER BY t.sort_name, t.id LIMIT $5`;

export const theatersNearSql = `
  SELECT * FROM (
    SELECT ${theaterColumns}, ${distanceKm('$6', '$7')} AS distance_km FROM ${schema}.theaters t WHERE ${theatersWhere}
  ) AS t
  WHERE ($8::float8 IS NULL OR distance_km <= $8) AND ($3::float8 IS NULL OR (distance_km, t.id) > ($3, $4))
  ORDER BY distance_km, t.id LIMIT $5`;

export const theaterSql = `SELECT ${theaterColumns}, NULL::float8 AS distance_km FROM ${schema}.theaters t WHERE t.id = $1`;

export const hallsSql = `
  SELECT id, theater_id, name, layout_version, seat_count FROM ${schema}.halls
  WHERE theater_id = $1 ORDER BY sort_name, id LIMIT ${hallsPerTheaterMax}`;

export const showtimesSql = `
  SELECT s.id, s.movie_id, s.theater_id, s.hall_id, s.starts_at,
    CASE WHEN $6::float8 IS NULL THEN NULL ELSE
      (SELECT ${distanceKm('$6', '$7')} FROM ${schema}.theaters t WHERE t.id = s.theater_id) END AS distance_km
  FROM ${schema}.showtimes s
  WHERE ($1::text IS NULL OR s.movie_id = $1) AND ($2::text IS NULL OR s.theater_id = $2)
    AND (CASE WHEN $3::text IS NULL THEN ${bookable('$4')} ELSE s.business_date = $3 END)
    AND ${isThere('$5', '$6', '$7', '$8')}
    AND ($9::timestamptz IS NULL OR (s.starts_at, s.id) > ($9, $10))
  ORDER BY s.starts_at, s.id LIMIT $11`;
