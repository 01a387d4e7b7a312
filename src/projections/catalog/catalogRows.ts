import { z } from 'zod';
import { hallDetailsSchema } from '../../domain/hall/events.ts';
import { movieDetailsSchema } from '../../domain/movie/events.ts';
import { theaterDetailsSchema } from '../../domain/theater/events.ts';
import type { HallRow, MovieRow, ShowtimeRow, TheaterRow } from './queries.ts';

export const movieFactsSchema = z.object({
  id: z.string(),
  title: z.string(),
  sort_title: z.string(),
  genres: z.array(z.string()),
  runtime_minutes: z.int(),
  rating: z.string().nullable(),
  release_date: z.string().nullable(),
  details: movieDetailsSchema,
  version: z.int(),
});
export const movieSchema = movieFactsSchema.extend({ showtime_count: z.int() });

export const movieFactsOf = (row: z.output<typeof movieFactsSchema>): Omit<MovieRow, 'showtimeCount'> => ({
  id: row.id,
  title: row.title,
  genres: row.genres,
  runtimeMinutes: row.runtime_minutes,
  rating: row.rating,
  releaseDate: row.release_date,
  details: row.details,
  version: row.version,
});

export const movieOf = (row: z.output<typeof movieSchema>): MovieRow => ({
  ...movieFactsOf(row),
  showtimeCount: row.showtime_count,
});

export const theaterSchema = z.object({
  id: z.string(),
  name: z.string(),
  sort_name: z.string(),
  city: z.string(),
  country: z.string(),
  lat: z.number(),
  lng: z.number(),
  time_zone: z.string(),
  details: theaterDetailsSchema,
  settled_currency: z.string().nullable(),
  distance_km: z.number().nullable(),
  version: z.int(),
});

const distanceOf = (km: number | null): { readonly distanceKm?: number } =>
  km === null ? {} : { distanceKm: Math.round(km * 1_000) / 1_000 };

export const theaterOf = (row: z.output<typeof theaterSchema>): TheaterRow => ({
  id: row.id,
  name: row.name,
  city: row.city,
  country: row.country,
  location: { lat: row.lat, lng: row.lng },
  timeZone: row.time_zone,
  details: row.details,
  ...(row.settled_currency === null ? {} : { settledCurrency: row.settled_currency }),
  ...distanceOf(row.distance_km),
  version: row.version,
});

export const hallSchema = z.object({
  id: z.string(),
  theater_id: z.string(),
  version: z.int(),
  name: z.string(),
  lone_seat_rule: hallDetailsSchema.shape.loneSeatRule,
  cleaning_minutes: z.int(),
  layout_version: z.int(),
  seat_count: z.int(),
});

export const hallOf = (row: z.output<typeof hallSchema>): HallRow => ({
  id: row.id,
  theaterId: row.theater_id,
  version: row.version,
  name: row.name,
  loneSeatRule: row.lone_seat_rule,
  cleaningMinutes: row.cleaning_minutes,
  layoutVersion: row.layout_version,
  seatCount: row.seat_count,
});

export const hallNameSchema = z.object({ id: z.string(), name: z.string() });

export const showtimeSchema = z.object({
  id: z.string(),
  movie_id: z.string(),
  theater_id: z.string(),
  hall_id: z.string(),
  starts_at: z.date(),
});

export const thereSchema = z.object({ id: z.string(), distance_km: z.number().nullable() });

export const showtimeOf = (row: z.output<typeof showtimeSchema>, distanceKm: number | null): ShowtimeRow => ({
  id: row.id,
  movieId: row.movie_id,
  theaterId: row.theater_id,
  hallId: row.hall_id,
  startsAt: row.starts_at.toISOString(),
  ...distanceOf(distanceKm),
});
