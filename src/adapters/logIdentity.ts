import { randomUUID } from 'node:crypto';
import {
  EventStoreUnavailable,
  LogReplaced,
  type NewEvent,
  type Position,
  positionStart,
  type SubscriptionHandlers,
} from '../ports/EventStore.ts';

/**
 * A leader that was deposed, or a standby before its promotion, shows an old log for a moment: 1.2 s at most were seen
 * with EventStoreDB.
 */
export const oldLogMaxMs = 5_000;

/** The first event of a log, whose id is that of the log. */
export const logCreated = (): NewEvent => {
  const logId = randomUUID();
  return {
    ...{ id: logId, type: 'LogCreated', version: 1, at: new Date().toISOString(), data: { logId } },
    metadata: { correlationId: logId, causationId: logId, actor: { role: 'system' } },
  };
};

export interface FoundLog {
  readonly logId: string | undefined;
  /** Of the last record, those of other programs included. */
  readonly end: Position;
}

export interface LogIdentity {
  saw(position: Position): void;
  seen(): Position;
  /** Throws LogReplaced, and EventStoreUnavailable as long as an old log may be a passing one. */
  check(found: FoundLog, seenBefore: Position): void;
}

export const createLogIdentity = (logId: string, doubtMs = oldLogMaxMs): LogIdentity => {
  let seen = positionStart;
  let doubt: { readonly position: Position; readonly sinceMs: number } | undefined;
  return {
    seen: () => seen,
    saw: (position) => {
      if (position > seen) seen = position;
    },
    check: (found, seenBefore) => {
      const isOther = found.logId !== undefined && found.logId !== logId;
      if (!isOther && found.logId !== undefined && found.end >= seenBefore) {
        if (doubt !== undefined && found.end >= doubt.position) doubt = undefined;
        return;
      }
      doubt ??= { position: seenBefore, sinceMs: performance.now() };
      const why = `expected log ${logId} up to position ${seenBefore}, found ${describe(found, isOther)}`;
      if (isOther || performance.now() - doubt.sinceMs >= doubtMs) {
        throw new LogReplaced(`the event log is not the one that this program works on: ${why}`);
      }
      throw new EventStoreUnavailable(`the event log seems to be another: ${why}`);
    },
  };
};

export const seeing = (
  handlers: SubscriptionHandlers,
  saw: (position: Position) => void,
): SubscriptionHandlers => ({
  ...handlers,
  onEvents: (events, next) => {
    const last = events.at(-1);
    if (last !== undefined) saw(last.position);
    return handlers.onEvents(events, next);
  },
});

const describe = ({ logId, end }: FoundLog, isOther: boolean): string => {
  if (logId === undefined) return 'none there';
  return isOther ? `log ${logId}` : `that it ends at position ${end}`;
};
