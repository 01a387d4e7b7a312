import type { SteadyClock } from '../../ports/Clock.ts';
import {
  type EventStore,
  EventStoreUnavailable,
  type Position,
  positionBefore,
  type RecordedEvent,
  type Subscription,
} from '../../ports/EventStore.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import { type FeedFollower, followFeed } from './followFeed.ts';
import { createLogWindow, type LogWindowLimits } from './LogWindow.ts';

export type TailListener = (recorded: RecordedEvent) => void;

/** Events after the start of this node, in order, and how far this node knows the log. */
export interface LogTail extends LogFeed {
  /** Every listener has had the events up to here. */
  position(): Position;
  /** Whether `confirmFresh` resolves without asking the store. */
  isFresh(): boolean;
  /**
   * Resolves once this node has had the whole log within the last `freshnessMs`; where reads are not current, as `confirmNow`
   * does. Throws EventStoreUnavailable.
   */
  confirmFresh(): Promise<void>;
  /** The log is read after the call; callers during one read share the next. Throws EventStoreUnavailable. */
  confirmNow(): Promise<void>;
  /**
   * What this node reads after it holds all that was acknowledged to anyone before the call. Resolves at once where each read
   * does. Throws EventStoreUnavailable.
   */
  prove(): Promise<void>;
  /** Waits until `position` has been applied here, at most `withinMs`; the position reached. */
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /** Listeners must not throw. The result ends the subscription. */
  listen(listener: TailListener): () => void;
  /**
   * Takes the events of one durable append of this process, in a log of consecutive positions. They reach the listeners once
   * nothing before them is missing here; what is missing is read from the store.
   */
  appended(events: readonly RecordedEvent[]): void;
  close(): Promise<void>;
}

const freshnessMs = 250;
const confirmPageEvents = 1_000;
/** Events of this process that wait for others before them; beyond it all of them are read from the store. */
const ownWaitingMax = 5_000;
const confirmPagesMax = 1_000;
const confirmWithinMs = 2_000;

export const openLogTail = async (
  events: EventStore,
  clock: Pick<SteadyClock, 'steadyMs'>,
  onFailed: (error: unknown) => void,
  limits?: LogWindowLimits,
): Promise<LogTail> => {
  let known: Position = await events.head();
  const window = createLogWindow(known, limits);
  const followers = new Map<FeedFollower, string>();
  let confirmedAtMs = clock.steadyMs();
  let confirming: Promise<void> | undefined;
  let confirmingNext: Promise<void> | undefined;
  const listeners = new Set<TailListener>();
  const waiting = new Set<() => void>();

  let own: (readonly RecordedEvent[])[] = [];
  let ownCount = 0;
  let takingOwn: NodeJS.Immediate | undefined;

  /** What continues the log here of the events that this process appended. */
  const takeOwn = (): void => {
    takingOwn = undefined;
    own.sort(([one], [other]) => ((one?.position ?? '') < (other?.position ?? '') ? -1 : 1));
    let following = positionBefore(known, -1);
    const run: RecordedEvent[] = [];
    let used = 0;
    for (const append of own) {
      const left = append.filter(({ position }) => position >= following);
      if (left[0] !== undefined && left[0].position !== following) break;
      run.push(...left);
      following = positionBefore(following, -left.length);
      ownCount -= append.length;
      used += 1;
    }
    own = own.slice(used);
    if (run.length === 0) return;
    tell(run, known);
    subscription.has?.(known);
  };

  /** Called by the subscription and by confirming reads, which overlap. */
  const advance = (recorded: readonly RecordedEvent[], next: Position): void => {
    tell(recorded, next);
    if (own.length > 0) takeOwn();
  };

  const tell = (recorded: readonly RecordedEvent[], next: Position): void => {
    for (const event of recorded) {
      if (event.position <= known) continue;
      for (const listener of listeners) listener(event);
      window.add(event);
      known = event.position;
    }
    if (next > known) known = next;
    for (const wake of waiting) wake();
    for (const follower of followers.keys()) follower.wake(recorded);
  };

  const readOn = async (): Promise<void> => {
    let startedAtMs = clock.steadyMs();
    const head = events.readsAreCurrent ? undefined : await events.confirmHead();
    let isThere = head !== undefined && known >= head;
    for (let page = 0; !isThere && page < confirmPagesMax; page += 1) {
      if (head === undefined) startedAtMs = clock.steadyMs();
      const { events: recorded, next, atEnd } = await events.readAll(known, { maxCount: confirmPageEvents });
      advance(recorded, next);
      isThere = head === undefined ? atEnd : known >= head;
      if (atEnd && !isThere) throw new EventStoreUnavailable('the log ends before its confirmed head');
    }
    if (!isThere) throw new Error(`the log ran ahead of this node for ${confirmPagesMax} pages`);
    confirmedAtMs = startedAtMs;
  };

  const confirm = (): Promise<void> => {
    confirming ??= readOn().finally(() => {
      confirming = undefined;
    });
    return confirming;
  };

  const subscription: Subscription = events.subscribe(known, { onEvents: advance, onFailed });

  const inTime = async (confirmed: Promise<void>): Promise<void> => {
    if (events.readsAreCurrent) return confirmed;
    const { promise: overdue, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () =>
        reject(new EventStoreUnavailable(`the head of the log was not confirmed in ${confirmWithinMs} ms`)),
      confirmWithinMs,
    );
    try {
      await Promise.race([confirmed, overdue]);
    } finally {
      clearTimeout(timer);
    }
  };

  const confirmNow = (): Promise<void> => {
    if (confirming === undefined) return confirm();
    confirmingNext ??= confirming
      .catch(() => undefined)
      .then(() => {
        confirmingNext = undefined;
        return confirm();
      });
    return confirmingNext;
  };

  const isFresh = (): boolean => events.readsAreCurrent && clock.steadyMs() - confirmedAtMs <= freshnessMs;

  return {
    position: () => known,
    isFresh,
    confirmFresh: async () => {
      if (!events.readsAreCurrent) await inTime(confirmNow());
      else if (!isFresh()) await confirm();
    },
    confirmNow: () => inTime(confirmNow()),
    prove: async () => {
      if (!events.readsAreCurrent) await inTime(confirmNow());
    },
    waitFor: (position, withinMs) => {
      if (known >= position) return Promise.resolve(known);
      return new Promise((resolve) => {
        const settle = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve(known);
        };
        const wake = (): void => {
          if (known >= position) settle();
        };
        const timer = setTimeout(settle, withinMs);
        waiting.add(wake);
      });
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    appended: (recorded) => {
      own.push(recorded);
      ownCount += recorded.length;
      if (ownCount > ownWaitingMax) {
        own = [];
        ownCount = 0;
      }
      // Later: the streams that decided on these events take them first, without folding them again.
      takingOwn ??= setImmediate(takeOwn);
    },
    subscribe: (after, handlers, options) => {
      const source = { events, window, clock, known: () => known };
      const follower = followFeed(source, after, handlers, options);
      followers.set(follower, options.reader);
      return {
        close: async () => {
          await follower.close();
          followers.delete(follower);
        },
      };
    },
    hurry: (reader) => {
      for (const [follower, name] of followers) if (name === reader) follower.hurry();
    },
    nothingUpTo: (after, filter) => {
      if (after < window.start()) return after;
      const [first] = window.take(after, known, { filter, max: 1 }).events;
      return first === undefined && known > after ? known : after;
    },
    close: async () => {
      clearImmediate(takingOwn);
      await subscription.close();
      for (const wake of [...waiting]) wake();
    },
  };
};
