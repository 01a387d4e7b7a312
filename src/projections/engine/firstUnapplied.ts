import type { EventFilter, EventStore, Position } from '../../ports/EventStore.ts';

/** Events of one moment may stand a little out of order: the oldest of so many counts. */
const nextEventsMax = 5;

/**
 * Decision time (ms) of the oldest of the next events of a filter after a position; `none` when there is none,
 * undefined when the log has not been searched to its end. Throws EventStoreUnavailable.
 */
export const firstUnapplied = async (
  filter: EventFilter,
  position: Position,
  events: Pick<EventStore, 'readAll'>,
): Promise<number | 'none' | undefined> => {
  const page = await events.readAll(position, { maxCount: nextEventsMax, filter });
  if (page.events.length > 0) return Math.min(...page.events.map(({ at }) => Date.parse(at)));
  return page.atEnd ? 'none' : undefined;
};
