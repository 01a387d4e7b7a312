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

const follow = async (
  deps: SubscribeByPagesDeps,
  start: Position,
  handlers: SubscriptionHandlers,
  filter: EventFilter,
  signal: AbortSignal,
): Promise<void> => {
  let after = start;
  let caughtUp = false;
  while (!signal.aborted) {
    const page = await readPatiently(deps, after, filter, signal);
    if (page === undefined || signal.aborted) return;
    // Also without events: a checkpoint moves as far as the filter has read.
    if (page.events.length > 0 || page.next !== after) await handlers.onEvents(page.events, page.next);
    after = page.next;
    if (!page.atEnd) continue;
    if (!caughtUp) {
      caughtUp = true;
      handlers.onCaughtUp?.();
    }
    await deps.beyond(positionNumber(after), signal);
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
  const running = follow(deps, after, handlers, filter, closing.signal).catch((error: unknown) => {
    deps.logger.error({ err: error }, 'a subscription stopped because its handler failed');
    handlers.onFailed?.(error);
  });
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
};
