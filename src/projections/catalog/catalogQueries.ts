import { z } from 'zod';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import { foldText } from '../sql/foldText.ts';
import { limitOf, pageOf } from '../sql/page.ts';
import {
  hallNameSchema,
  hallOf,
  hallSchema,
  movieFactsOf,
  movieFactsSchema,
  movieOf,
  movieSchema,
  showtimeOf,
  showtimeSchema,
  theaterOf,
  theaterSchema,
  thereSchema,
} from './catalogRows.ts';
import {
  hallNamesSql,
  hallSql,
  hallsSql,
  movieSql,
  moviesOfSql,
  moviesSql,
  schema,
  showtimesOfTheatersSql,
  showtimesSql,
  theaterSql,
  theatersOfSql,
  theatersSql,
  theatersThereSql,
} from './catalogSql.ts';
import type { CatalogQueries, ShowtimeFilter } from './queries.ts';

/** What "near" means without a radius. */
const nearbyKm = 50;
/** Each is one index lookup; for more, reading all showtimes by start finds a page sooner. */
const theatersMergedMax = 500;

const sortText = z
  .string()
  .max(2_000)
  .regex(/^[^\0]*$/);
const textKey = z.tuple([sortText, sortText]);
const instantKey = z.tuple([
  z
    .int()
    .min(0)
    .max(Date.UTC(9999, 11, 31)),
  sortText,
]);

const instant = (ms: number): string => new Date(ms).toISOString();

/** Throws InvalidCursor, ReadStoreUnavailable, and ReadModelMissing while the model has never been built. */
export const catalogQueries = (readStore: ReadStore): CatalogQueries => {
  const watch = positionWatch(readStore, schema);
  const rowsOf = async <Raw>(
    rowSchema: z.ZodType<Raw>,
    ...asked: Parameters<ReadStore['query']>
  ): Promise<readonly Raw[]> => (await readStore.query(...asked)).map((row) => rowSchema.parse(row));

  /** Distances (km) by theater, null without a point; null when no place is asked for. */
  const theatersThere = async ({
    city,
    near,
    radiusKm,
  }: Pick<ShowtimeFilter, 'city' | 'near' | 'radiusKm'>) => {
    if (city === undefined && near === undefined) return null;
    const rows = await rowsOf(thereSchema, theatersThereSql, [
      city === undefined ? null : foldText(city),
      near?.lat ?? null,
      near?.lng ?? null,
      near === undefined ? null : (radiusKm ?? nearbyKm),
    ]);
    return new Map(rows.map((row) => [row.id, row.distance_km]));
  };

  return {
    position: watch.position,
    waitFor: watch.waitFor,

    movies: async ({ nowMs }, page) => {
      const limit = limitOf(page);
      const [title, id] =
        page.cursor === undefined ? [null, null] : decodeCursor('movies', textKey, page.cursor);
      const rows = await rowsOf(movieSchema, moviesSql, [instant(nowMs), title, id, limit + 1]);
      return pageOf(rows, limit, movieOf, (row) => encodeCursor('movies', [row.sort_title, row.id]));
    },

    movie: async (id, nowMs) => {
      const [row] = await rowsOf(movieSchema, movieSql, [instant(nowMs), id]);
      return row === undefined ? undefined : movieOf(row);
    },

    moviesOf: async (ids) => {
      const rows = await rowsOf(movieFactsSchema, moviesOfSql, [ids]);
      return new Map(rows.map((row) => [row.id, movieFactsOf(row)]));
    },

    theaters: async (page) => {
      const limit = limitOf(page);
      const [name, id] =
        page.cursor === undefined ? [null, null] : decodeCursor('theaters', textKey, page.cursor);
      const rows = await rowsOf(theaterSchema, theatersSql, [name, id, limit + 1]);
      return pageOf(rows, limit, theaterOf, (row) => encodeCursor('theaters', [row.sort_name, row.id]));
    },

    theater: async (id) => {
      const [row] = await rowsOf(theaterSchema, theaterSql, [id]);
      return row === undefined ? undefined : theaterOf(row);
    },

    theatersOf: async (ids) => {
      const rows = await rowsOf(theaterSchema, theatersOfSql, [ids]);
      return new Map(rows.map((row) => [row.id, theaterOf(row)]));
    },

    hallNames: async (ids) => {
      const rows = await rowsOf(hallNameSchema, hallNamesSql, [ids]);
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    hall: async (id) => {
      const [row] = await rowsOf(hallSchema, hallSql, [id]);
      return row === undefined ? undefined : hallOf(row);
    },

    hallsOf: async (theaterId) => (await rowsOf(hallSchema, hallsSql, [theaterId])).map(hallOf),

    showtimes: async ({ movieId, theaterId, date, format, language, nowMs, ...place }, page) => {
      const limit = limitOf(page);
      const [startsAtMs, id] =
        page.cursor === undefined ? [null, null] : decodeCursor('showtimes', instantKey, page.cursor);
      const there = await theatersThere(place);
      const isMerged = there !== null && movieId === undefined && there.size <= theatersMergedMax;
      const params = [
        movieId ?? null,
        theaterId ?? null,
        date ?? null,
        instant(nowMs),
        startsAtMs === null ? null : instant(startsAtMs),
        id,
        limit + 1,
        there === null ? null : [...there.keys()],
        format ?? null,
        language ?? null,
      ];
      const sql = isMerged ? showtimesOfTheatersSql : showtimesSql;
      const rows = await rowsOf(showtimeSchema, sql, params, 'showtime lists');
      return pageOf(
        rows,
        limit,
        (row) => showtimeOf(row, there?.get(row.theater_id) ?? null),
        (row) => encodeCursor('showtimes', [row.starts_at.getTime(), row.id]),
      );
    },
  };
};
