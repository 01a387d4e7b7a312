import { type EventStore, EventStoreUnavailable } from '../../ports/EventStore.ts';

/** For READ_ONLY: every append fails as if the log were unavailable, so refusals rest on reads alone. */
export const readOnlyEvents = (events: EventStore): EventStore => ({
  logId: events.logId,
  consecutivePositions: events.consecutivePositions,
  readsAreCurrent: true,
  append: async () => {
    throw new EventStoreUnavailable('READ_ONLY is on: nothing is appended to the log');
  },
  readStream: (stream, options) => events.readStream(stream, options),
  readAll: (after, options) => events.readAll(after, options),
  head: () => events.head(),
  verify: (reaching) => events.verify(reaching),
  confirmHead: () => events.head(),
  subscribe: (after, handlers, options) => events.subscribe(after, handlers, options),
  close: () => events.close(),
});
