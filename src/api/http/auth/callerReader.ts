import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AccessTokens } from '../../../ports/AccessTokens.ts';
import type { Clock } from '../../../ports/Clock.ts';
import type { Revocations } from '../../../ports/Revocations.ts';
import { type Caller, callerOfToken } from './Caller.ts';

/** A verification takes about 100 µs of a core, a look-up by hash 2. */
const knownTokensMax = 20_000;

interface Known {
  readonly caller: Caller;
  readonly ids: readonly string[];
  readonly expiresAtMs: number;
}

export interface CallerReaderDeps {
  readonly accessTokens: Pick<AccessTokens, 'read'>;
  readonly revocations: Pick<Revocations, 'isRevoked'>;
  readonly clock: Clock;
}

export interface CallerReader {
  /** Of a token that was verified before and is still good. */
  known(token: string): Caller | undefined;
  read(token: string): Promise<Caller | undefined>;
}

export const createCallerReader = ({ accessTokens, revocations, clock }: CallerReaderDeps): CallerReader => {
  const tokens = new LRUCache<string, Known>({ max: knownTokensMax });
  const isRevoked = ({ ids }: Known): boolean => ids.some((id) => revocations.isRevoked(id));
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
      const claims = await accessTokens.read(token, clock.nowMs());
      if (claims === undefined) return undefined;
      const { tokenId, sessionId, expiresAtMs } = claims;
      const ids = sessionId === undefined ? [tokenId] : [tokenId, sessionId];
      const known = { caller: callerOfToken(claims), ids, expiresAtMs };
      if (isRevoked(known)) return undefined;
      tokens.set(hash('sha256', token, 'base64'), known);
      return known.caller;
    },
  };
};
