import { z } from 'zod';
import { canonicalJson } from '../../../commands/engine/canonicalJson.ts';
import { hmacSha256 } from '../../../commands/engine/hmacSha256.ts';
import type { Actor } from '../../../ports/EventStore.ts';

/** Issuer of the tokens that this program signs. */
export const tokenIssuer = 'marquee';

/** From the most to the least powerful; events name the first of a caller's. */
export const roles = ['admin', 'staff', 'catalog', 'gate', 'analyst', 'customer'] as const;
export const roleSchema = z.enum(roles);
export type Role = (typeof roles)[number];

/** They act for the theaters of their token, and for nothing without any. */
const theaterRoles: readonly Role[] = ['staff', 'gate'];

export const rolesWithoutTheater = (held: readonly Role[]): readonly Role[] =>
  held.filter((role) => !theaterRoles.includes(role));

export interface Caller {
  /** The token's subject; absent for guests. */
  readonly id?: string;
  readonly roles: readonly Role[];
  readonly theaterIds: readonly string[];
}

export const guest: Caller = { roles: [], theaterIds: [] };

/** Without the roles that open nothing, because they name no theater. */
export const callerNamed = (id: string, held: readonly Role[], theaterIds: readonly string[]): Caller => ({
  id,
  roles: theaterIds.length === 0 ? rolesWithoutTheater(held) : held,
  theaterIds,
});

export const isGuest = (caller: Caller): boolean => caller.id === undefined;

export const hasRole = (caller: Caller, ...any: readonly Role[]): boolean =>
  any.some((role) => caller.roles.includes(role));

/** In a token: all theaters. */
export const everyTheater = '*';

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
    .update(canonicalJson([tokenIssuer, subject]))
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
