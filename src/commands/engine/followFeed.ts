import { setTimeout as sleep } from 'node:timers/promises';
import type { SteadyClock } from '../../ports/Clock.ts';
import {
  type EventStore,
  EventStoreUnavailable,
  eventStoreLimits,
  type LogPage,
  type Position,
  type RecordedEvent,
  type Subscription,
  type SubscriptionHandlers,
} from '../../ports/EventStore.ts';
import type { FeedOptions } from '../../ports/LogFeed.ts';
import { matchesFilter } from '../../ports/matchesFilter.ts';
import type { LogWindow } from './LogWindow.ts';

export interface FeedSource {
  readonly events: Pick<EventStore, 'readAll'>;
  readonly window: Pick<LogWindow, 'start' | 'take'>;
  readonly clock: Pick<SteadyClock, 'steadyMs'>;
  /** How far the log is known here. */
  known(): Position;
}

export interface FeedFollower extends Subscription {
  /** More of the log is known, by these events; called once for each of them, in order. */
  wake(recorded: readonly RecordedEvent[]): void;
  hurry(): void;
}

/** From one batch to the next while more comes all the time. */
const feedPaceMs = 100;
/** How often a reader is told of a stretch of the log that holds nothing for it. */
const feedEmptyMoveMs = 1_000;
const retryFirstMs = 20;
const retryMaxMs = 2_000;

export const followFeed = (
  { events, window, clock, known }: FeedSource,
  after: Position,
  handlers: SubscriptionHandlers,
  { filter }: Pick<FeedOptions, 'filter'>,
): FeedFollower => {
  const closing = new AbortController();
  const batchMax = eventStoreLimits.subscriptionBatchMax;
  /** Everything up to `handed` was handed over; nothing between it and `looked` is for this reader. */
  let handed = after;
  let looked = after;
  let handedAtMs = Number.NEGATIVE_INFINITY;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let hurried = false;
  let news: (() => void) | undefined;
  let unpause: (() => void) | undefined;
  let emptyMove: NodeJS.Timeout | undefined;

  const pause = async (ms: number): Promise<void> => {
    await sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined);
  };
  /** Until there is something for this reader, or it is to be told of a stretch without. */
  const nextNews = (): Promise<void> =>
    new Promise((resolve) => {
      news = () => {
        clearTimeout(emptyMove);
        emptyMove = undefined;
        news = undefined;
        resolve();
      };
      if (looked !== handed) tellOfEmpty();
    });
  const tellOfEmpty = (): void => {
    emptyMove ??= setTimeout(() => news?.(), Math.max(0, toldAtMs + feedEmptyMoveMs - clock.steadyMs()));
  };
  const pacing = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => unpause?.(), ms);
      unpause = () => {
        clearTimeout(timer);
        unpause = undefined;
        resolve();
      };
    });

  const hand = async (batch: readonly RecordedEvent[], next: Position): Promise<void> => {
    toldAtMs = clock.steadyMs();
    if (batch.length > 0) {
      handedAtMs = toldAtMs;
      hurried = false;
    }
    await handlers.onEvents(batch, next);
    handed = next;
    looked = next;
  };

  const readPage = async (): Promise<LogPage | undefined> => {
    for (let pauseMs = retryFirstMs; !closing.signal.aborted; pauseMs = Math.min(pauseMs * 2, retryMaxMs)) {
      try {
        return await events.readAll(handed, { maxCount: batchMax, filter });
      } catch (error) {
        if (!(error instanceof EventStoreUnavailable)) throw error;
        await pause(pauseMs);
      }
    }
    return undefined;
  };

  const readToEnd = async (): Promise<void> => {
    for (;;) {
      const page = await readPage();
      if (page === undefined || closing.signal.aborted) return;
      if (page.events.length > 0 || page.next !== handed) await hand(page.events, page.next);
      if (page.atEnd) return;
    }
  };

  const lookOn = async (): Promise<void> => {
    const take = () => window.take(looked, known(), { filter, max: batchMax });
    const first = take();
    const nowMs = clock.steadyMs();
    if (first.events.length === 0) {
      looked = first.next;
      if (nowMs - toldAtMs >= feedEmptyMoveMs) await hand([], looked);
      return;
    }
    const earlyMs = handedAtMs + feedPaceMs - nowMs;
    if (earlyMs <= 0 || hurried || first.events.length === batchMax) {
      await hand(first.events, first.next);
      return;
    }
    await pacing(earlyMs);
    if (closing.signal.aborted || looked < window.start()) return;
    const all = take();
    await hand(all.events, all.next);
  };

  const follow = async (): Promise<void> => {
    await readToEnd();
    if (closing.signal.aborted) return;
    handlers.onCaughtUp?.();
    while (!closing.signal.aborted) {
      if (looked < window.start()) await readToEnd();
      else if (looked < known()) await lookOn();
      else if (looked !== handed && clock.steadyMs() - toldAtMs >= feedEmptyMoveMs) await hand([], looked);
      else await nextNews();
    }
  };
  const running = follow().catch((error: unknown) => handlers.onFailed?.(error));

  return {
    wake: (recorded) => {
      if (news === undefined) return;
      if (recorded.some((event) => matchesFilter(filter, event))) return news();
      // It had looked at all that was known before.
      looked = known();
      tellOfEmpty();
    },
    hurry: () => {
      hurried = true;
      unpause?.();
    },
    close: async () => {
      closing.abort();
      news?.();
      unpause?.();
      await running;
    },
  };
};
