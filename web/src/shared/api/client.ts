import createClient, { type Middleware } from 'openapi-fetch';
import { accessToken } from '../session/accessToken.ts';
import { account } from '../session/account.ts';
import { accountToken, accountTokenNow } from '../session/accountToken.ts';
import { apiOrigin } from './apiOrigin.ts';
import { guestSession } from './guestSession.ts';
import { Problem } from './Problem.ts';
import type { paths } from './schema.ts';
import { serverClock } from './serverClock.ts';

export const api = createClient<paths>({ baseUrl: apiOrigin });

const identify: Middleware = {
  async onRequest({ request }) {
    for (const [name, value] of Object.entries(await freshIdentity())) request.headers.set(name, value);
  },
  onResponse({ response }) {
    guestSession.keep(response);
    serverClock.note(response);
  },
};
api.use(identify);

type Identity = Readonly<Record<string, string>>;

const identityWith = (customer: string | undefined): Identity => {
  const token = accessToken.get() ?? customer;
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  const session = guestSession.get();
  return session === undefined ? {} : { 'guest-session': session };
};

/** The headers that say who asks. A sign-in of staff on this tab goes before the customer's. */
export const freshIdentity = async (): Promise<Identity> => identityWith(await accountToken());

/** The same for a page that is about to go, which cannot wait. */
export const identity = (): Identity => identityWith(accountTokenNow());

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
  const problem = new Problem(body, response.status, Number.isFinite(retryAfter) ? retryAfter : undefined);
  // The customer's sign-in was ended elsewhere.
  if (problem.kind === 'unauthorized' && accessToken.get() === undefined) account.set(undefined);
  throw problem;
};
