/** The server filters by prefix and lets through a little more than asked for: check each event again. */
import type { EventFilter } from '../../ports/EventStore.ts';

export type ServerFilter =
  | { readonly on: 'stream' | 'type'; readonly prefixes: readonly string[] }
  | { readonly on: 'type'; readonly regex: string };

/** The server tries each prefix on each event: above this many it is cheaper to filter here. */
const prefixesMax = 100;

/** All but the engine's own. */
export const everythingOfOurs: ServerFilter = { on: 'type', regex: '^[^$].*' };

export const matchesNothing = (filter: EventFilter | undefined): boolean =>
  [filter?.categories, filter?.types, filter?.streams].some((alternatives) => alternatives?.length === 0);

export const serverFilter = (filter: EventFilter | undefined): ServerFilter | undefined => {
  const isOfUse = (prefixes: readonly string[] | undefined): prefixes is readonly string[] =>
    prefixes !== undefined && prefixes.length > 0 && prefixes.length <= prefixesMax;
  const streams = [filter?.streams, filter?.categories].find(isOfUse);
  if (streams !== undefined) return { on: 'stream', prefixes: streams };
  return isOfUse(filter?.types) ? { on: 'type', prefixes: filter.types } : undefined;
};
