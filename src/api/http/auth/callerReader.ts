import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessTokens } from '../../../ports/AccessTokens.ts';
import type { Clock } from '../../../ports/Clock.ts';
import type { Revocations } from '../../../ports/Revocations.ts';
import type { TokenIssuers } from '../../../ports/TokenIssuers.ts';
import type { ApiSecrets } from '../ApiSecrets.ts';
import { type Caller, callerOfIssuer, callerOfToken } from './Caller.ts';

/** A verification takes about 100 µs of a core, a look-up by hash 2. */
const knownTokensMax = 20_000;

/** Neither expired nor revoked; true for guests. */
export const isTokenGood = (
  { token }: Pick<Caller, 'token'>,
  revocations: Pick<Revocations, 'isRevoked'>,
  nowMs: number,
): boolean =>
  token === undefined || (nowMs < token.expiresAtMs && !token.ids.some((id) => revocations.isRevoked(id)));

export interface CallerReaderDeps {
  readonly accessTokens: Pick<AccessTokens, 'read'>;
  readonly tokenIssuers: TokenIssuers;
  readonly secrets: Pick<ApiSecrets, 'guestIdentity'>;
  readonly revocations: Pick<Revocations, 'isRevoked'>;
  readonly clock: Clock;
}

export interface CallerReader {
  /** Of a token that was verified before and is still good. */
  known(token: string): Caller | undefined;
  read(token: string): Promise<Caller | undefined>;
}

export const createCallerReader = (deps: CallerReaderDeps): CallerReader => {
  const { accessTokens, tokenIssuers, revocations, clock } = deps;
  const { guestIdentity } = deps.secrets;
  const tokens = new LRUCache<string, Caller>({ max: knownTokensMax });
  const ofIssuer = async (token: string, nowMs: number): Promise<Caller | undefined> => {
    const claims = await tokenIssuers.read(token, nowMs);
    return claims === undefined ? undefined : callerOfIssuer(claims, guestIdentity);
  };
  const isGood = (caller: Caller): boolean => isTokenGood(caller, revocations, clock.nowMs());
  return {
    known: (token) => {
      const key = hash('sha256', token, 'base64');
      const found = tokens.get(key);
      if (found === undefined || isGood(found)) return found;
      tokens.delete(key);
      return undefined;
    },
    read: async (token) => {
      const nowMs = clock.nowMs();
      const own = await accessTokens.read(token, nowMs);
      const caller = own === undefined ? await ofIssuer(token, nowMs) : callerOfToken(own, guestIdentity);
      if (caller === undefined || !isGood(caller)) return undefined;
      tokens.set(hash('sha256', token, 'base64'), caller);
      return caller;
    },
  };
};
