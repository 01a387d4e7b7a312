/** Who is asking, as far as their token proves it. No name or address stands in here. */
import { z } from 'zod';
import type { Actor } from '../../../ports/EventStore.ts';

/** From the most to the least powerful; a caller's events name the first of theirs. */
export const roles = ['admin', 'staff', 'gate', 'analyst', 'customer'] as const;
export const roleSchema = z.enum(roles);
export type Role = (typeof roles)[number];

export interface Caller {
  /** The token's subject; absent for guests. */
  readonly id?: string;
  /** Empty for guests. */
  readonly roles: readonly Role[];
  /** The theaters that staff may act for. */
  readonly theaterIds: readonly string[];
}

export const guest: Caller = { roles: [], theaterIds: [] };

export const isGuest = (caller: Caller): boolean => caller.id === undefined;

export const hasRole = (caller: Caller, ...any: readonly Role[]): boolean =>
  any.some((role) => caller.roles.includes(role));

/** In a token, it stands for all theaters. */
export const everyTheater = '*';

/** The theaters of the caller's token. An admin's are all of them. */
export const theatersOf = (caller: Caller): readonly string[] | 'all' =>
  hasRole(caller, 'admin') || caller.theaterIds.includes(everyTheater) ? 'all' : caller.theaterIds;

const includesTheater = (theaters: readonly string[] | 'all', theaterId: string): boolean =>
  theaters === 'all' || theaters.includes(theaterId);

/** Admins act for every theater, staff for theirs, nobody else for any. */
export const mayActFor = (caller: Caller, theaterId: string): boolean =>
  hasRole(caller, 'admin') || (hasRole(caller, 'staff') && includesTheater(theatersOf(caller), theaterId));

export const actorOf = (caller: Caller): Actor => {
  if (caller.id === undefined) return { role: 'guest' };
  return { role: roles.find((role) => caller.roles.includes(role)) ?? 'customer', id: caller.id };
};
