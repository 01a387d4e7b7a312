/**
 * Answers about the catalog from its tables: plain lists with keyset pages. Words are matched anywhere in the folded
 * text, all of them; forgiving typos and ranking belong to search and must not enter.
 */
import { z } from 'zod';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import { foldText, wordsOf } from '../sql/foldText.ts';
import {
  hallOf,
  hallSchema,
  movieOf,
  movieSchema,
  showtimeOf,
  showtimeSchema,
  theaterOf,
  theaterSchema,
} from './catalogRows.ts';
import {
  hallsSql,
  movieSql,
  moviesSql,
  schema,
  showtimesSql,
  theaterSql,
  theatersByNameSql,
  theatersNearSql,
} from './catalogSql.ts';
import type { CatalogQueries, Page, PageRequest } from './queries.ts';

const pageLimitMax = 100;
/** What "near" means for movies and showtimes when nobody says how near. */
const nearbyKm = 50;

const sortText = z
  .string()
  .max(2_000)
  .regex(/^[^\0]*$/);
const textKey = z.tuple([sortText, sortText]);
const distanceKey = z.tuple([z.number().min(0).max(50_000), sortText]);
const instantKey = z.tuple([
  z
    .int()
    .min(0)
    .max(Date.UTC(9999, 11, 31)),
  sortText,
]);

const wordsOrNull = (question: string | undefined): readonly string[] | null => {
  const words = question === undefined ? [] : wordsOf(question);
  return words.length === 0 ? null : words;
};

const foldedOrNull = (text: string | undefined): string | null =>
  text === undefined ? null : foldText(text);

const instant = (ms: number): string => new Date(ms).toISOString();

/** One row more than the page says whether there is a next one. */
const pageOf = <Raw, Row>(
  rows: readonly Raw[],
  limit: number,
  toRow: (raw: Raw) => Row,
  toCursor: (raw: Raw) => string,
): Page<Row> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(toRow), nextCursor: more ? toCursor(last) : null };
};

const limitOf = ({ limit }: PageRequest): number => Math.min(Math.max(Math.trunc(limit), 1), pageLimitMax);

/** Throws InvalidCursor, ReadStoreUnavailable, and ReadModelMissing while the model has never been built. */
export const catalogQueries = (readStore: ReadStore): CatalogQueries => {
  const watch = positionWatch(readStore, schema);
  const rowsOf = async <Raw>(
    rowSchema: z.ZodType<Raw>,
    ...[sql, params]: Parameters<ReadStore['query']>
  ): Promise<readonly Raw[]> => (await readStore.query(sql, params)).map((row) => rowSchema.parse(row));

  return {
    position: watch.position,
    waitFor: watch.waitFor,

    movies: async ({ q, genre, nowMs, ...showing }, page) => {
      const limit = limitOf(page);
      const { city, date, language, format, near, radiusKm } = showing;
      const [title, id] =
        page.cursor === undefined ? [null, null] : decodeCursor('movies', textKey, page.cursor);
      const rows = await rowsOf(movieSchema, moviesSql, [
        instant(nowMs),
        wordsOrNull(q),
        foldedOrNull(genre),
        title,
        id,
        limit + 1,
        Object.values(showing).some((value) => value !== undefined),
        date ?? null,
        language ?? null,
        format ?? null,
        foldedOrNull(city),
        near?.lat ?? null,
        near?.lng ?? null,
        radiusKm ?? nearbyKm,
      ]);
      return pageOf(rows, limit, movieOf, (row) => encodeCursor('movies', [row.sort_title, row.id]));
    },

    movie: async (id, nowMs) => {
      const [row] = await rowsOf(movieSchema, movieSql, [instant(nowMs), id]);
      return row === undefined ? undefined : movieOf(row);
    },

    theaters: async ({ q, city, near, radiusKm }, page) => {
      const limit = limitOf(page);
      const filter = [wordsOrNull(q), foldedOrNull(city)];
      if (near === undefined) {
        const [name, id] =
          page.cursor === undefined ? [null, null] : decodeCursor('theaters', textKey, page.cursor);
        const rows = await rowsOf(theaterSchema, theatersByNameSql, [...filter, name, id, limit + 1]);
        return pageOf(rows, limit, theaterOf, (row) => encodeCursor('theaters', [row.sort_name, row.id]));
      }
      const [distance, id] =
        page.cursor === undefined ? [null, null] : decodeCursor('theaters near', distanceKey, page.cursor);
      const place = [near.lat, near.lng, radiusKm ?? null];
      const rows = await rowsOf(theaterSchema, theatersNearSql, [
        ...filter,
        distance,
        id,
        limit + 1,
        ...place,
      ]);
      return pageOf(rows, limit, theaterOf, (row) =>
        encodeCursor('theaters near', [row.distance_km ?? 0, row.id]),
      );
    },

    theater: async (id) => {
      const [row] = await rowsOf(theaterSchema, theaterSql, [id]);
      return row === undefined ? undefined : theaterOf(row);
    },

    hallsOf: async (theaterId) => (await rowsOf(hallSchema, hallsSql, [theaterId])).map(hallOf),

    showtimes: async ({ movieId, theaterId, city, date, near, radiusKm, nowMs }, page) => {
      const limit = limitOf(page);
      const [startsAtMs, id] =
        page.cursor === undefined ? [null, null] : decodeCursor('showtimes', instantKey, page.cursor);
      const rows = await rowsOf(showtimeSchema, showtimesSql, [
        movieId ?? null,
        theaterId ?? null,
        date ?? null,
        instant(nowMs),
        foldedOrNull(city),
        near?.lat ?? null,
        near?.lng ?? null,
        radiusKm ?? nearbyKm,
        startsAtMs === null ? null : instant(startsAtMs),
        id,
        limit + 1,
      ]);
      return pageOf(rows, limit, showtimeOf, (row) =>
        encodeCursor('showtimes', [row.starts_at.getTime(), row.id]),
      );
    },
  };
};
