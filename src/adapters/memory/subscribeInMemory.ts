import type { LogPage, Position, Subscription, SubscriptionHandlers } from '../../ports/EventStore.ts';

export interface FollowedLog {
  head(): Position;
  pageAfter(position: Position): LogPage;
  readonly listeners: Set<() => void>;
}

export const subscribeInMemory = (
  log: FollowedLog,
  after: Position,
  handlers: SubscriptionHandlers,
): Subscription => {
  const headAtStart = log.head();
  let closed = false;
  let caughtUp = false;
  let wake: (() => void) | undefined;

  const listener = (): void => wake?.();
  log.listeners.add(listener);

  const follow = async (): Promise<void> => {
    let from = after;
    while (!closed) {
      // Handlers must not run inside `subscribe`, and a busy log must not starve other work.
      await new Promise((resolve) => setImmediate(resolve));
      if (closed) return;
      const page = log.pageAfter(from);
      if (page.next !== from) {
        from = page.next;
        await handlers.onEvents(page.events, page.next);
      }
      if (closed) return;
      if (!caughtUp && from >= headAtStart) {
        caughtUp = true;
        handlers.onCaughtUp?.();
      }
      if (from < log.head()) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = undefined;
    }
  };

  const running = follow()
    .catch((error: unknown) => handlers.onFailed?.(error))
    .finally(() => log.listeners.delete(listener));

  return {
    close: async () => {
      closed = true;
      wake?.();
      await running;
    },
  };
};
