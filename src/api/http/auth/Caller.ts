import { canonicalJson } from '../../../commands/engine/canonicalJson.ts';
import { hmacSha256 } from '../../../commands/engine/hmacSha256.ts';
import { everyTheater, type Role, roles } from '../../../domain/kernel/roles.ts';
import { type AccessTokenClaims, accessTokenIssuer } from '../../../ports/AccessTokens.ts';
import type { Actor } from '../../../ports/EventStore.ts';

/** They act for the theaters of their token, and for nothing without any. */
const theaterRoles: readonly Role[] = ['staff', 'gate'];

export const rolesWithoutTheater = (held: readonly Role[]): readonly Role[] =>
  held.filter((role) => !theaterRoles.includes(role));

export interface Caller {
  /** The token's subject; absent for guests. */
  readonly id?: string;
  readonly roles: readonly Role[];
  readonly theaterIds: readonly string[];
  /** Of the sign-in under which the token was given. */
  readonly sessionId?: string;
  /** Until when, in milliseconds since the epoch, the sign-in is recent enough for what is irreversible. */
  readonly freshUntilMs: number;
}

export const guest: Caller = { roles: [], theaterIds: [], freshUntilMs: 0 };

const freshForMs = 15 * 60_000;

/** Without the roles that open nothing, because the token names no theater. A printed token is fresh for its whole life. */
export const callerOfToken = (claims: AccessTokenClaims): Caller => {
  const { subject, theaterIds, sessionId, authenticatedAtMs, expiresAtMs } = claims;
  return {
    id: subject,
    roles: theaterIds.length === 0 ? rolesWithoutTheater(claims.roles) : claims.roles,
    theaterIds,
    ...(sessionId === undefined ? {} : { sessionId }),
    freshUntilMs: sessionId === undefined ? expiresAtMs : authenticatedAtMs + freshForMs,
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
export const actorIdOf = (subject: string, identityKey: Uint8Array): string =>
  hmacSha256(identityKey)
    .update('actor')
    .update(canonicalJson([accessTokenIssuer, subject]))
    .digest('base64url');

/**
 * The ids by which events name a signed-in customer, that of new events first. Older events name the subject itself.
 */
export const customerIdsOf = (subject: string, identityKey: Uint8Array): readonly [string, string] => [
  actorIdOf(subject, identityKey),
  subject,
];

export const actorOf = ({ id, roles: held }: Caller, identityKey: Uint8Array): Actor => {
  if (id === undefined) return { role: 'guest' };
  return { role: roles.find((role) => held.includes(role)) ?? 'customer', id: actorIdOf(id, identityKey) };
};
