/** A cinema made over the staff API: one movie, one theater, one hall of plain rows, and showtimes in it. */
import { call, expectStatus, text } from './api.ts';

export interface CinemaOptions {
  readonly rows?: number;
  readonly seatsPerRow?: number;
  /** How long holds live; the house's ten minutes when absent. */
  readonly holdTtlMs?: number;
}

export interface Cinema {
  readonly movieId: string;
  readonly theaterId: string;
  readonly hallId: string;
  readonly showtimeId: string;
  /** Seat ids in layout order. */
  readonly seatIds: readonly string[];
  /** Another showtime in the same hall, so many days later. */
  addShowtime(days: number): Promise<string>;
}

export const movie = { title: 'Playtime', runtimeMinutes: 120, genres: ['Comedy'] };
export const theater = {
  name: 'Arcadia',
  city: 'London',
  country: 'GB',
  location: { lat: 51.5, lng: -0.12 },
  timeZone: 'Europe/London',
};

const rowIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String.fromCharCode(65 + index));

export const hallOf = (rows: number, seatsPerRow: number) => ({
  name: 'One',
  loneSeatRule: 'off',
  rows: rowIds(rows).map((id) => ({
    id,
    seats: Array.from({ length: seatsPerRow }, (_, place) => ({ number: place + 1 })),
  })),
});

const dayMs = 86_400_000;

export const showtimeIn = (movieId: string, hallId: string, days: number) => ({
  movieId,
  hallId,
  startsAt: new Date(Math.ceil(Date.now() / dayMs) * dayMs + days * dayMs).toISOString(),
  basePrice: { amount: 1_250, currency: 'GBP' },
});

export const openCinema = async (
  url: string,
  token: string,
  options: CinemaOptions = {},
): Promise<Cinema> => {
  const { rows = 10, seatsPerRow = 12, holdTtlMs } = options;
  const make = async (path: string, body: object): Promise<string> =>
    text(expectStatus(await call(url, 'POST', path, { token, body }), 201).body.id);
  const movieId = await make('/v1/movies', movie);
  const policies = { gateOpensBeforeMs: 7 * dayMs, ...(holdTtlMs === undefined ? {} : { holdTtlMs }) };
  const theaterId = await make('/v1/theaters', { ...theater, policies });
  const hallId = await make(`/v1/theaters/${theaterId}/halls`, hallOf(rows, seatsPerRow));
  const addShowtime = (days: number) => make('/v1/showtimes', showtimeIn(movieId, hallId, days));
  return {
    movieId,
    theaterId,
    hallId,
    showtimeId: await addShowtime(2),
    seatIds: rowIds(rows).flatMap((row) =>
      Array.from({ length: seatsPerRow }, (_, place) => `${row}${place + 1}`),
    ),
    addShowtime,
  };
};
