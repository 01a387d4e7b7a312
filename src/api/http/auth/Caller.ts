import { canonicalJson } from '../../../commands/engine/canonicalJson.ts';
import { hmacSha256 } from '../../../commands/engine/hmacSha256.ts';
import { everyTheater, type Role, roles } from '../../../domain/kernel/roles.ts';
import { type AccessTokenClaims, accessTokenIssuer } from '../../../ports/AccessTokens.ts';
import type { Actor } from '../../../ports/EventStore.ts';
import type { IssuedClaims } from '../../../ports/TokenIssuers.ts';

/** They act for the theaters of their token, and for nothing without any. */
const theaterRoles: readonly Role[] = ['staff', 'gate'];

export const rolesWithoutTheater = (held: readonly Role[]): readonly Role[] =>
  held.filter((role) => !theaterRoles.includes(role));

export interface Caller {
  /** Of one person at one issuer: the subject of our own tokens. Absent for guests. */
  readonly id?: string;
  /** By which events name the caller: an HMAC of issuer and subject. */
  readonly actorId?: string;
  /** By which events name the caller as a customer, that of new events first. Older events name the subject itself. */
  readonly customerIds: readonly string[];
  readonly roles: readonly Role[];
  readonly theaterIds: readonly string[];
  /** Of the sign-in under which the token was given. */
  readonly sessionId?: string;
  /** What the caller came with; absent for guests. */
  readonly token?: {
    /** By which it, or the sign-in that it was given under, is revoked. */
    readonly ids: readonly string[];
    readonly expiresAtMs: number;
  };
  /** Until when, in milliseconds since the epoch, the sign-in is recent enough for what is irreversible. */
  readonly freshUntilMs: number;
}

export const guest: Caller = { customerIds: [], roles: [], theaterIds: [], freshUntilMs: 0 };

const freshForMs = 15 * 60_000;

/** Without the roles that open nothing, because the token names no theater. */
const rightsOf = (held: readonly Role[], theaterIds: readonly string[]) => ({
  roles: theaterIds.length === 0 ? rolesWithoutTheater(held) : held,
  theaterIds,
});

/** A printed token is fresh for its whole life. */
export const callerOfToken = (claims: AccessTokenClaims, identityKey: Uint8Array): Caller => {
  const { subject, theaterIds, tokenId, sessionId, authenticatedAtMs, expiresAtMs } = claims;
  return {
    id: subject,
    actorId: actorIdOf(subject, identityKey),
    customerIds: customerIdsOf(subject, identityKey),
    ...rightsOf(claims.roles, theaterIds),
    ...(sessionId === undefined ? {} : { sessionId }),
    token: { ids: sessionId === undefined ? [tokenId] : [tokenId, sessionId], expiresAtMs },
    freshUntilMs: sessionId === undefined ? expiresAtMs : authenticatedAtMs + freshForMs,
  };
};

/** A subject of another issuer is no alias: it may be anything, such as the id of one of our guests. */
export const callerOfIssuer = (claims: IssuedClaims, identityKey: Uint8Array): Caller => {
  const { issuer, subject, theaterIds, tokenId, authenticatedAtMs, expiresAtMs } = claims;
  const actorId = actorIdOf(subject, identityKey, issuer);
  return {
    id: canonicalJson([issuer, subject]),
    actorId,
    customerIds: [actorId],
    ...rightsOf(claims.roles, theaterIds),
    token: { ids: tokenId === undefined ? [] : [tokenId], expiresAtMs },
    freshUntilMs: authenticatedAtMs === undefined ? 0 : authenticatedAtMs + freshForMs,
  };
};

export const isGuest = (caller: Caller): boolean => caller.id === undefined;

export const hasRole = (caller: Caller, ...any: readonly Role[]): boolean =>
  any.some((role) => caller.roles.includes(role));

/** The theaters of the caller's token. An admin's are all of them. */
export const theatersOf = (caller: Caller): readonly string[] | 'all' =>
  hasRole(caller, 'admin') || caller.theaterIds.includes(everyTheater) ? 'all' : caller.theaterIds;

const includesTheater = (theaters: readonly string[] | 'all', theaterId: string): boolean =>
  theaters === 'all' || theaters.includes(theaterId);

/** Admins act for every theater, staff for theirs. */
export const mayActFor = (caller: Caller, theaterId: string): boolean =>
  hasRole(caller, 'admin') || (hasRole(caller, 'staff') && includesTheater(theatersOf(caller), theaterId));

/** What events name a token's subject by: an HMAC of issuer and subject. */
export const actorIdOf = (subject: string, identityKey: Uint8Array, issuer = accessTokenIssuer): string =>
  hmacSha256(identityKey, 'actor', canonicalJson([issuer, subject])).toString('base64url');

export const customerIdsOf = (subject: string, identityKey: Uint8Array): readonly [string, string] => [
  actorIdOf(subject, identityKey),
  subject,
];

export const actorOf = ({ actorId, roles: held }: Caller): Actor => {
  if (actorId === undefined) return { role: 'guest' };
  return { role: roles.find((role) => held.includes(role)) ?? 'customer', id: actorId };
};
