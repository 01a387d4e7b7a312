import { type EventStore, EventStoreUnavailable } from '../../ports/EventStore.ts';
import { forwarded } from './forwarded.ts';

/** For READ_ONLY: every append fails as if the log were unavailable, so refusals rest on reads alone. */
export const readOnlyEvents = (events: EventStore): EventStore => ({
  ...forwarded(events),
  readsAreCurrent: true,
  append: async () => {
    throw new EventStoreUnavailable('READ_ONLY is on: nothing is appended to the log');
  },
  confirmHead: () => events.head(),
});
