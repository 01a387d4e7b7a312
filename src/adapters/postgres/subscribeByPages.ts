import { setImmediate } from 'node:timers/promises';
import type {
  EventFilter,
  LogPage,
  Position,
  Subscription,
  SubscriptionHandlers,
} from '../../ports/EventStore.ts';
import { eventStoreLimits } from '../../ports/EventStore.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { pauseBefore } from './connectionErrors.ts';
import { positionNumber } from './eventRow.ts';
import type { LogReads } from './logReads.ts';

export interface SubscribeByPagesDeps {
  readonly readAll: LogReads['readAll'];
  readonly beyond: (position: bigint, signal: AbortSignal) => Promise<void>;
  readonly logger: AdapterLogger;
}

/** Turns of the event loop that an appended batch takes from the answer of the database to `has`. */
const handOverTurns = 3;

const readPatiently = async (
  { readAll, logger }: SubscribeByPagesDeps,
  after: Position,
  filter: EventFilter,
  signal: AbortSignal,
): Promise<LogPage | undefined> => {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      return await readAll(after, { maxCount: eventStoreLimits.subscriptionBatchMax, filter });
    } catch (error) {
      if (attempt === 0) logger.warn({ err: error }, 'a subscription waits for the event log');
      await pauseBefore(attempt, signal);
    }
  }
  return undefined;
};

interface Place {
  /** Everything up to here has been handed over. */
  after: Position;
  /** Everything up to here is known to the subscriber; undefined when it gets its events from here alone. */
  has: Position | undefined;
}

const follow = async (
  deps: SubscribeByPagesDeps,
  place: Place,
  handlers: SubscriptionHandlers,
  filter: EventFilter,
  signal: AbortSignal,
): Promise<void> => {
  let caughtUp = false;
  while (!signal.aborted) {
    const after = place.has !== undefined && place.has > place.after ? place.has : place.after;
    const page = await readPatiently(deps, after, filter, signal);
    if (page === undefined || signal.aborted) return;
    // Also without events: a checkpoint moves as far as the filter has read.
    if (page.events.length > 0 || page.next !== after) await handlers.onEvents(page.events, page.next);
    place.after = page.next;
    if (!page.atEnd) continue;
    if (!caughtUp) {
      caughtUp = true;
      handlers.onCaughtUp?.();
    }
    await untilMore(deps, place, signal);
  }
};

/** What this process has just appended is told by `has` a moment after the log has grown, and need not be read. */
const untilMore = async (
  { beyond }: SubscribeByPagesDeps,
  place: Place,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    await beyond(positionNumber(place.after), signal);
    if (place.has === undefined || signal.aborted) return;
    const seen = place.after;
    for (let turn = 0; turn < handOverTurns; turn += 1) await setImmediate();
    if (place.has > place.after) place.after = place.has;
    if (place.after === seen) return;
  }
};

/** Throws TypeError for an invalid position. */
export const subscribeByPages = (
  deps: SubscribeByPagesDeps,
  after: Position,
  handlers: SubscriptionHandlers,
  filter: EventFilter = {},
): Subscription => {
  positionNumber(after);
  const closing = new AbortController();
  const place: Place = { after, has: undefined };
  const running = follow(deps, place, handlers, filter, closing.signal).catch((error: unknown) => {
    deps.logger.error({ err: error }, 'a subscription stopped because its handler failed');
    handlers.onFailed?.(error);
  });
  return {
    close: async () => {
      closing.abort();
      await running;
    },
    has: (position) => {
      if (place.has === undefined || position > place.has) place.has = position;
    },
  };
};
