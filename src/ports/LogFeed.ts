import type { EventFilter, Position, Subscription, SubscriptionHandlers } from './EventStore.ts';

export interface FeedOptions {
  readonly filter: EventFilter;
  /** Names the reader for {@link LogFeed.hurry}. */
  readonly reader: string;
}

/** The log as one process follows it: read once, kept for a while, and handed to all readers of the process. */
export interface LogFeed {
  /**
   * As `EventStore.subscribe`, with these differences. Events come from memory; a reader that is behind what is kept there
   * reads pages from the store until it has caught up again. Once caught up, events come at once after a pause and about
   * ten times a second under load; a stretch of the log without events of the filter is told once a second.
   * `onFailed` also tells of a read that failed for another reason than EventStoreUnavailable.
   */
  subscribe(after: Position, handlers: SubscriptionHandlers, options: FeedOptions): Subscription;
  /** The next events for these readers are handed over without a pause. */
  hurry(reader: string): void;
  /**
   * The furthest position up to which the log is known to hold nothing of the filter after `after`; `after` itself when
   * nothing is known.
   */
  nothingUpTo(after: Position, filter: EventFilter): Position;
}
