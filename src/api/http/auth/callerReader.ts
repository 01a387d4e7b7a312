import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessTokenClaims, AccessTokens } from '../../../ports/AccessTokens.ts';
import type { Clock } from '../../../ports/Clock.ts';
import type { Revocations } from '../../../ports/Revocations.ts';
import type { TokenIssuers } from '../../../ports/TokenIssuers.ts';
import type { ApiSecrets } from '../ApiSecrets.ts';
import { type Caller, callerOfIssuer, callerOfToken } from './Caller.ts';

/** A verification takes about 100 µs of a core, a look-up by hash 2. */
const knownTokensMax = 20_000;

interface Known {
  readonly caller: Caller;
  readonly ids: readonly string[];
  readonly expiresAtMs: number;
}

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
  const tokens = new LRUCache<string, Known>({ max: knownTokensMax });
  const isRevoked = ({ ids }: Known): boolean => ids.some((id) => revocations.isRevoked(id));
  const ofOurs = (claims: AccessTokenClaims): Known => {
    const { tokenId, sessionId, expiresAtMs } = claims;
    const ids = sessionId === undefined ? [tokenId] : [tokenId, sessionId];
    return { caller: callerOfToken(claims, guestIdentity), ids, expiresAtMs };
  };
  const ofIssuer = async (token: string, nowMs: number): Promise<Known | undefined> => {
    const claims = await tokenIssuers.read(token, nowMs);
    if (claims === undefined) return undefined;
    const { tokenId, expiresAtMs } = claims;
    const ids = tokenId === undefined ? [] : [tokenId];
    return { caller: callerOfIssuer(claims, guestIdentity), ids, expiresAtMs };
  };
  return {
    known: (token) => {
      const key = hash('sha256', token, 'base64');
      const found = tokens.get(key);
      if (found === undefined) return undefined;
      if (clock.nowMs() < found.expiresAtMs && !isRevoked(found)) return found.caller;
      tokens.delete(key);
      return undefined;
    },
    read: async (token) => {
      const nowMs = clock.nowMs();
      const own = await accessTokens.read(token, nowMs);
      const known = own === undefined ? await ofIssuer(token, nowMs) : ofOurs(own);
      if (known === undefined || isRevoked(known)) return undefined;
      tokens.set(hash('sha256', token, 'base64'), known);
      return known.caller;
    },
  };
};
