import type { SteadyClock } from '../../ports/Clock.ts';
import type { EventStore, Position, RecordedEvent, Subscription } from '../../ports/EventStore.ts';

export type TailListener = (recorded: RecordedEvent) => void;

/**
 * Every event after the start of this node, in order, for what is resident here; and how far the log is known here, which
 * refusals and reads that name a position depend on.
 */
export interface LogTail {
  /** Up to where every listener here has been told. */
  position(): Position;
  /**
   * Resolves once this node is known to have had the whole log within the last `freshnessMs`; reads on if it
   * has not. One read serves all that wait. Throws EventStoreUnavailable.
   */
  confirmFresh(): Promise<void>;
  /** The same of this very moment: the log is read after the call. One read serves all that ask while one is under way. */
  confirmNow(): Promise<void>;
  /** Waits until `position` has been applied here, at most `withinMs`; says how far it is. */
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /** Listeners must not throw and must take an event twice as once. */
  listen(listener: TailListener): () => void;
  close(): Promise<void>;
}

/** How old the confirmation behind a refusal from memory may be. */
const freshnessMs = 250;
const confirmPageEvents = 1_000;
/** A node that is further behind than this many pages is not "reading on" but starting up. */
const confirmPagesMax = 1_000;

export const openLogTail = async (
  events: EventStore,
  clock: Pick<SteadyClock, 'steadyMs'>,
  onFailed: (error: unknown) => void,
): Promise<LogTail> => {
  let known: Position = await events.head();
  let confirmedAtMs = clock.steadyMs();
  let confirming: Promise<void> | undefined;
  let confirmingNext: Promise<void> | undefined;
  const listeners = new Set<TailListener>();
  const waiting = new Set<() => void>();

  /** Both the subscription and a confirming read end here; each event reaches the listeners once, in order. */
  const advance = (recorded: readonly RecordedEvent[], next: Position): void => {
    for (const event of recorded) {
      if (event.position <= known) continue;
      for (const listener of listeners) listener(event);
      known = event.position;
    }
    if (next > known) known = next;
    for (const wake of waiting) wake();
  };

  const readOn = async (): Promise<void> => {
    for (let page = 0; page < confirmPagesMax; page += 1) {
      const startedAtMs = clock.steadyMs();
      const { events: recorded, next, atEnd } = await events.readAll(known, { maxCount: confirmPageEvents });
      advance(recorded, next);
      if (atEnd) {
        confirmedAtMs = startedAtMs;
        return;
      }
    }
    throw new Error(`the log ran ahead of this node for ${confirmPagesMax} pages`);
  };

  const confirm = (): Promise<void> => {
    confirming ??= readOn().finally(() => {
      confirming = undefined;
    });
    return confirming;
  };

  const subscription: Subscription = events.subscribe(known, { onEvents: advance, onFailed });

  return {
    position: () => known,
    confirmFresh: async () => {
      if (clock.steadyMs() - confirmedAtMs > freshnessMs) await confirm();
    },
    confirmNow: () => {
      if (confirming === undefined) return confirm();
      confirmingNext ??= confirming
        .catch(() => undefined)
        .then(() => {
          confirmingNext = undefined;
          return confirm();
        });
      return confirmingNext;
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
    close: async () => {
      await subscription.close();
      for (const wake of [...waiting]) wake();
    },
  };
};
