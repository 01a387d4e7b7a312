import { apiOrigin } from '../api/apiOrigin.ts';
import { serverClock } from '../api/serverClock.ts';
import { type Account, account } from './account.ts';

/** A request takes time to arrive. */
const marginMs = 20_000;

const isFresh = ({ expiresAt }: Account): boolean => Date.parse(expiresAt) - marginMs > serverClock.nowMs();

const refresh = async ({ refreshToken }: Account): Promise<Account | undefined> => {
  const answer = await fetch(`${apiOrigin}/v1/sessions/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
  });
  if (answer.ok) account.set((await answer.json()) as Account);
  // Ended elsewhere, or too old.
  else if (answer.status === 401) account.set(undefined);
  return account.read();
};

/** One tab renews, the others take what it got. */
const renewed = async (): Promise<Account | undefined> =>
  await navigator.locks.request('marquee.account', async () => {
    const stored = account.read();
    return stored === undefined || isFresh(stored) ? stored : await refresh(stored);
  });

const tokenOf = (found: Account | undefined): string | undefined =>
  found !== undefined && isFresh(found) ? found.accessToken : undefined;

/** Undefined when no customer is signed in, or the token is over. */
export const accountTokenNow = (): string | undefined => tokenOf(account.read());

/** The same, renewed where need be. Undefined also while it cannot be renewed. */
export const accountToken = async (): Promise<string | undefined> => {
  const found = account.read();
  if (found === undefined || isFresh(found)) return tokenOf(found);
  return tokenOf(await renewed().catch(() => undefined));
};
