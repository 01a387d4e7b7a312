/**
 * The part of an event filter that the server can apply. It lets through a little more than asked for, so whoever
 * uses it checks each event again: prefixes need no escaping and are the cheapest for the server.
 */
import type { Filter } from '@eventstore/db-client';
import { eventTypeFilter, excludeSystemEvents, streamNameFilter } from '@eventstore/db-client';
import type { EventFilter } from '../../ports/EventStore.ts';

/** The server tries every prefix on every event; beyond this many it is cheaper to look at all events here. */
const prefixesMax = 100;

/** Between two checkpoints, in windows of 32 events that the server looks at. */
const checkpointIntervalWindows = 32;

export type OnCheckpoint = NonNullable<Filter['checkpointReached']>;

/** Everything but the engine's own events. */
export const everythingOfOurs = (checkpointReached: OnCheckpoint): Filter =>
  excludeSystemEvents({ checkpointInterval: checkpointIntervalWindows, checkpointReached });

/** True when nothing can ever match. */
export const matchesNothing = (filter: EventFilter | undefined): boolean =>
  [filter?.categories, filter?.types, filter?.streams].some((alternatives) => alternatives?.length === 0);

/** What narrows the log on the server; undefined when nothing does, or not worth it. */
export const serverFilter = (
  filter: EventFilter | undefined,
  checkpointReached: OnCheckpoint,
): Filter | undefined => {
  const options = { checkpointInterval: checkpointIntervalWindows, checkpointReached };
  for (const prefixes of [filter?.streams, filter?.categories]) {
    if (prefixes !== undefined && prefixes.length > 0 && prefixes.length <= prefixesMax) {
      return streamNameFilter({ ...options, prefixes: [...prefixes] });
    }
  }
  const types = filter?.types;
  return types !== undefined && types.length > 0 && types.length <= prefixesMax
    ? eventTypeFilter({ ...options, prefixes: [...types] })
    : undefined;
};
