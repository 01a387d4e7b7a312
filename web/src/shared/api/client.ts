import createClient, { type Middleware } from 'openapi-fetch';
import { accessToken } from '../session/accessToken.ts';
import { apiOrigin } from './apiOrigin.ts';
import { guestSession } from './guestSession.ts';
import { Problem } from './Problem.ts';
import type { paths } from './schema.ts';
import { serverClock } from './serverClock.ts';

export const api = createClient<paths>({ baseUrl: apiOrigin });

const identify: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(identity())) request.headers.set(name, value);
  },
  onResponse({ response }) {
    guestSession.keep(response);
    serverClock.note(response);
  },
};
api.use(identify);

/** The headers that say who asks. */
export const identity = (): Readonly<Record<string, string>> => {
  const token = accessToken.get();
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  const session = guestSession.get();
  return session === undefined ? {} : { 'guest-session': session };
};

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The body of a good answer. Throws a `Problem` for any other. */
export const dataOf = async <Data>(asked: Promise<Answer<Data>>): Promise<Exclude<Data, undefined>> => {
  const { data, error, response } = await asked;
  if (response.ok) return data as Exclude<Data, undefined>;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const body = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  throw new Problem(body, response.status, Number.isFinite(retryAfter) ? retryAfter : undefined);
};
