/** A cinema made over HTTP: one movie, one theater, one hall of two rows, one showtime on sale. */
import type { InjectOptions } from 'fastify';
import { iso, startsAtMs } from '../../support/showtimes.ts';
import type { TestApp } from './testApp.ts';

export const movie = { title: 'Playtime', runtimeMinutes: 120, genres: ['Comedy'] };
export const theater = {
  name: 'Arcadia',
  city: 'London',
  country: 'GB',
  location: { lat: 51.5, lng: -0.12 },
  timeZone: 'Europe/London',
};

const row = (id: string, more: object = {}) => ({
  id,
  seats: Array.from({ length: 12 }, (_, place) => ({ number: place + 1, ...more })),
});
const rows = [row('A'), row('B', { type: 'premium' })];
export const hall = { name: 'One', loneSeatRule: 'off', rows };

interface Answer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly body: Body;
}

/** One request; the body is parsed when there is one. */
export const call = async <Body = Record<string, unknown>>(
  { app }: Pick<TestApp, 'app'>,
  request: InjectOptions,
): Promise<Answer<Body>> => {
  const answer = await app.inject(request);
  const isJson = /[/+]json\b/.test(String(answer.headers['content-type'])) && answer.body.startsWith('{');
  return {
    status: answer.statusCode,
    headers: answer.headers as Readonly<Record<string, string | undefined>>,
    text: answer.body,
    body: (isJson ? answer.json() : {}) as Body,
  };
};

/** Such as `403 forbidden`; the status alone when it is not a problem. */
export const problemOf = ({ status, body }: { readonly status: number; readonly body: unknown }): string => {
  const { type } = body as { type?: string };
  return type === undefined ? String(status) : `${status} ${type.split('/').at(-1)}`;
};

export const openCinema = async (target: TestApp) => {
  const headers = await target.bearer('admin');
  const make = async (url: string, payload: object): Promise<string> => {
    const { status, body, text } = await call<{ id: string }>(target, {
      method: 'POST',
      url,
      headers,
      payload,
    });
    if (status !== 201) throw new Error(`${url}: ${status} ${text}`);
    return body.id;
  };
  const movieId = await make('/v1/movies', movie);
  const theaterId = await make('/v1/theaters', theater);
  const hallId = await make(`/v1/theaters/${theaterId}/halls`, hall);
  const showtime = {
    movieId,
    hallId,
    startsAt: iso(startsAtMs),
    basePrice: { amount: 1_000, currency: 'GBP' },
  };
  const showtimeId = await make('/v1/showtimes', showtime);
  return { movieId, theaterId, hallId, showtimeId, showtime, admin: headers };
};

export type Cinema = Awaited<ReturnType<typeof openCinema>>;

export interface HoldAnswer {
  readonly holdId: string;
  readonly holdToken: string;
  readonly bookingId: string;
  readonly seats: readonly { readonly id: string; readonly price: { readonly amount: number } }[];
  readonly total: { readonly amount: number };
  readonly expiresAt: string;
  readonly revision: number;
}

export const hold = (
  target: TestApp,
  { showtimeId }: Pick<Cinema, 'showtimeId'>,
  payload: object,
  headers: Record<string, string> = {},
) => call<HoldAnswer>(target, { method: 'POST', url: `/v1/showtimes/${showtimeId}/holds`, payload, headers });
