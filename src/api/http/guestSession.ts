/**
 * Tells callers without a token apart, for limits and queues only: no right follows from it, and it is no part of an
 * idempotency scope. The token carries its id and the time of issue under an HMAC; nothing is stored.
 */
import { randomFillSync, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hmacSha256 } from '../../commands/engine/hmacSha256.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from './ApiInstance.ts';
import { type ApiSecrets, everyKey } from './ApiSecrets.ts';
import { routeOf } from './routeOf.ts';

export interface GuestSession {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** Whole seconds since the epoch. */
  readonly issuedAtSeconds: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** That of the header, or the one that the answer will carry. */
    guestSessionOf(request: FastifyRequest): GuestSession;
  }
  interface FastifyRequest {
    guestSession: GuestSession | undefined;
    /** To be sent with the answer. */
    newGuestSession: string | undefined;
  }
}

const header = 'guest-session';
const idBytes = 16;
const secondsBytes = 4;
const contentBytes = idBytes + secondsBytes;
/** 128 bits of the HMAC. */
const macBytes = 16;
const tokenPattern = /^[A-Za-z0-9_-]{48}$/;
const keptSeconds = 30 * 86_400;
/** The clocks of two nodes may differ by as much. */
const aheadSecondsMax = 300;

const macOf = (key: Uint8Array, content: Buffer): Buffer =>
  hmacSha256(key, 'guest session', content).subarray(0, macBytes);

const issue = (key: Uint8Array, id: Uint8Array, issuedAtSeconds: number): string => {
  const token = Buffer.allocUnsafe(contentBytes + macBytes);
  token.set(id);
  token.writeUInt32BE(issuedAtSeconds, idBytes);
  token.set(macOf(key, token.subarray(0, contentBytes)), contentBytes);
  return token.toString('base64url');
};

export const issueGuestSession = (key: Uint8Array, { id, issuedAtSeconds }: GuestSession): string =>
  issue(key, Buffer.from(id, 'hex'), issuedAtSeconds);

/** 256 ids at a time: asking for random bytes is most of the cost of one. */
const freshIds = Buffer.allocUnsafe(256 * idBytes);
let idsUsed = freshIds.length;

const freshId = (): Buffer => {
  if (idsUsed === freshIds.length) {
    randomFillSync(freshIds);
    idsUsed = 0;
  }
  idsUsed += idBytes;
  return freshIds.subarray(idsUsed - idBytes, idsUsed);
};

/** Undefined for a token that none of the keys issued, and for one that is older than 30 days. */
export const readGuestSession = (
  keys: readonly Uint8Array[],
  token: string,
  nowMs: number,
): GuestSession | undefined => {
  if (!tokenPattern.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const content = bytes.subarray(0, contentBytes);
  const mac = bytes.subarray(contentBytes);
  if (!keys.some((key) => timingSafeEqual(mac, macOf(key, content)))) return undefined;
  const issuedAtSeconds = content.readUInt32BE(idBytes);
  const ageSeconds = nowMs / 1_000 - issuedAtSeconds;
  if (ageSeconds > keptSeconds || ageSeconds < -aheadSecondsMax) return undefined;
  return { id: content.toString('hex', 0, idBytes), issuedAtSeconds };
};

export interface GuestSessionDeps {
  readonly secrets: ApiSecrets;
  readonly clock: Clock;
}

/** A shared cache would give one session to everybody. False for an answer that is meant for shared caches. */
const keptFromSharedCaches = (reply: FastifyReply): boolean => {
  const control = reply.getHeader('cache-control');
  if (control === 'no-store') return true;
  if (typeof control !== 'string') reply.header('cache-control', 'private');
  else if (control.includes('public')) return false;
  else if (!control.includes('private')) reply.header('cache-control', `private, ${control}`);
  return true;
};

/** Every answer to a caller without token and session carries a new one, unless shared caches may keep the answer. */
export const addGuestSessions = (app: ApiInstance, { secrets, clock }: GuestSessionDeps): void => {
  const keys = everyKey(secrets, 'guestSession');
  const secondsNow = (): number => Math.floor(clock.nowMs() / 1_000);
  const begin = (request: FastifyRequest): GuestSession => {
    const id = freshId();
    const issuedAtSeconds = secondsNow();
    request.newGuestSession = issue(keys[0], id, issuedAtSeconds);
    return { id: id.toString('hex'), issuedAtSeconds };
  };
  const givenBy = ({ headers }: FastifyRequest): GuestSession | undefined => {
    const token = headers[header];
    return typeof token === 'string' ? readGuestSession(keys, token, clock.nowMs()) : undefined;
  };
  app.decorateRequest('guestSession', undefined);
  app.decorateRequest('newGuestSession', undefined);
  app.decorate('guestSessionOf', (request) => {
    request.guestSession ??= givenBy(request) ?? begin(request);
    return request.guestSession;
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const { headers } = request;
    const isNamed = headers[header] !== undefined || headers.authorization !== undefined;
    if ((isNamed && request.newGuestSession === undefined) || routeOf(request).config.neverShed === true) {
      return done(null, payload);
    }
    if (!keptFromSharedCaches(reply)) return done(null, payload);
    reply.header(header, request.newGuestSession ?? issue(keys[0], freshId(), secondsNow()));
    done(null, payload);
  });
};
