/** The server filters by prefix and lets through a little more than asked for: check each event again. */
import type { Filter } from '@eventstore/db-client';
import { eventTypeFilter, excludeSystemEvents, streamNameFilter } from '@eventstore/db-client';
import type { EventFilter } from '../../ports/EventStore.ts';

/** The server tries each prefix on each event: above this many it is cheaper to filter here. */
const prefixesMax = 100;

/** Between two checkpoints; a window is 32 events. */
const checkpointIntervalWindows = 32;

export type OnCheckpoint = NonNullable<Filter['checkpointReached']>;

export const everythingOfOurs = (checkpointReached: OnCheckpoint): Filter =>
  excludeSystemEvents({ checkpointInterval: checkpointIntervalWindows, checkpointReached });

export const matchesNothing = (filter: EventFilter | undefined): boolean =>
  [filter?.categories, filter?.types, filter?.streams].some((alternatives) => alternatives?.length === 0);

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
