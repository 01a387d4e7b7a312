import type { AccessTokens } from '../../ports/AccessTokens.ts';
import type { Revocations } from '../../ports/Revocations.ts';
import type { Session, SessionStore } from '../../ports/Sessions.ts';
import { accessTokenIdOf, isRefreshTokenOf, readRefreshToken, refreshTokenOf } from './refreshTokens.ts';

const minuteMs = 60_000;

const sessionTimes = {
  accessTokenMs: 10 * minuteMs,
  /** An answer may be lost, and two tabs may refresh at once. */
  oldTokenWorksMs: minuteMs,
  sessionMs: 90 * 24 * 60 * minuteMs,
} as const;

export interface SessionsDeps {
  readonly store: SessionStore;
  readonly accessTokens: Pick<AccessTokens, 'issue'>;
  readonly revocations: Pick<Revocations, 'revoke'>;
  readonly keys: readonly [Uint8Array, ...Uint8Array[]];
  isErased(subject: string): Promise<boolean>;
}

export interface SessionTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends; milliseconds since the epoch. */
  readonly expiresAtMs: number;
  readonly subject: string;
}

export interface Sessions {
  /** With the id of an earlier call: the answer of that call. */
  start(session: Pick<Session, 'id' | 'subject' | 'startedAtMs'>): Promise<SessionTokens>;
  /** Undefined when the sign-in is over. A token that was replaced more than a minute before ends it. */
  refresh(refreshToken: string, nowMs: number): Promise<SessionTokens | undefined>;
  list(subject: string, nowMs: number): Promise<readonly Session[]>;
  /** Its access tokens end with it. False when the subject has no such session. */
  end(id: string, subject: string, nowMs: number): Promise<boolean>;
}

export const createSessions = (deps: SessionsDeps): Sessions => {
  const { store, accessTokens, revocations, keys } = deps;

  const tokensOf = async (session: Session): Promise<SessionTokens> => {
    const { id: sessionId, subject, rotatedAtMs: issuedAtMs, startedAtMs } = session;
    const expiresAtMs = Math.floor(issuedAtMs / 1_000) * 1_000 + sessionTimes.accessTokenMs;
    const accessToken = await accessTokens.issue({
      ...{ subject, roles: ['customer'], theaterIds: [], sessionId },
      tokenId: accessTokenIdOf(keys[0], session),
      ...{ issuedAtMs, expiresAtMs, authenticatedAtMs: startedAtMs },
    });
    return { accessToken, refreshToken: refreshTokenOf(keys[0], session), expiresAtMs, subject };
  };

  const endTokens = (id: string, nowMs: number): Promise<void> =>
    revocations.revoke(id, nowMs + sessionTimes.accessTokenMs + minuteMs);

  const end = async (id: string, subject: string, nowMs: number): Promise<boolean> => {
    const found = await store.find(id, nowMs);
    if (found?.subject !== subject) return false;
    // First, so that a repeat after a failure in between still finds the session.
    await endTokens(id, nowMs);
    await store.end(id, subject, nowMs);
    return true;
  };

  return {
    start: async ({ id, subject, startedAtMs }) => {
      const expiresAtMs = startedAtMs + sessionTimes.sessionMs;
      const session = await store.start({ id, subject, startedAtMs, expiresAtMs });
      return tokensOf({ ...session, generation: 0, rotatedAtMs: session.startedAtMs });
    },
    refresh: async (refreshToken, nowMs) => {
      const presented = readRefreshToken(refreshToken);
      if (presented === undefined) return undefined;
      const session = await store.find(presented.sessionId, nowMs);
      if (session === undefined || !isRefreshTokenOf(keys, presented, session)) return undefined;
      const { id, subject } = session;
      if (await deps.isErased(subject)) {
        await end(id, subject, nowMs);
        return undefined;
      }
      const { generation } = presented;
      const now = (await store.rotate(id, generation, nowMs)) ?? (await store.find(id, nowMs));
      if (now === undefined) return undefined;
      const isReplacedJustNow =
        now.generation === generation + 1 && nowMs - now.rotatedAtMs <= sessionTimes.oldTokenWorksMs;
      if (isReplacedJustNow) return tokensOf(now);
      await end(id, subject, nowMs);
      return undefined;
    },
    list: (subject, nowMs) => store.list(subject, nowMs),
    end,
  };
};
