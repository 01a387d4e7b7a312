import type { EventStore } from '../../ports/EventStore.ts';

/** The same log, for a store that does some of it otherwise. */
export const forwarded = (events: EventStore): EventStore => ({
  logId: events.logId,
  consecutivePositions: events.consecutivePositions,
  readsAreCurrent: events.readsAreCurrent,
  append: (append) => events.append(append),
  readStream: (stream, options) => events.readStream(stream, options),
  readAll: (after, options) => events.readAll(after, options),
  head: () => events.head(),
  verify: (reaching) => events.verify(reaching),
  confirmHead: () => events.confirmHead(),
  subscribe: (after, handlers, options) => events.subscribe(after, handlers, options),
  close: () => events.close(),
});
