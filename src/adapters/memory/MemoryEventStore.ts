import type {
  AppendResult,
  EventStore,
  ExpectedRevision,
  LogPage,
  NewEvent,
  Position,
  RecordedEvent,
  StreamAppend,
  Subscription,
} from '../../ports/EventStore.ts';
import {
  EventStoreUnavailable,
  eventStoreLimits,
  positionOf,
  positionStart,
} from '../../ports/EventStore.ts';
import { matchesFilter } from '../../ports/matchesFilter.ts';
import { checkAppend } from '../appendChecks.ts';
import { createLogIdentity, logCreated } from '../logIdentity.ts';
import { storedRevision } from './storedRevision.ts';
import { subscribeInMemory } from './subscribeInMemory.ts';

/** Stores that share one act as clients of one log. */
export interface MemoryLog {
  readonly logId: string;
  readonly events: RecordedEvent[];
  readonly streams: Map<string, RecordedEvent[]>;
  readonly listeners: Set<() => void>;
}

const record = (log: MemoryLog, stream: string, event: NewEvent): RecordedEvent => {
  const ofStream = log.streams.get(stream) ?? [];
  log.streams.set(stream, ofStream);
  const recorded: RecordedEvent = {
    ...structuredClone(event),
    stream,
    revision: ofStream.length,
    position: positionOf(BigInt(log.events.length + 1)),
  };
  ofStream.push(recorded);
  log.events.push(recorded);
  return recorded;
};

export const createMemoryLog = (): MemoryLog => {
  const created = logCreated();
  const log: MemoryLog = { logId: created.id, events: [], streams: new Map(), listeners: new Set() };
  record(log, 'log', created);
  return log;
};

const seenRevision = (expected: ExpectedRevision, actual: number): number => {
  if (expected === 'any') return actual;
  return expected === 'no-stream' ? -1 : expected;
};

const appendTo = (log: MemoryLog, append: StreamAppend): AppendResult => {
  const existing = log.streams.get(append.stream) ?? [];
  const actual = existing.length - 1;
  const seen = seenRevision(append.expected, actual);
  const stored = storedRevision(existing, append);
  const storedAs = stored === undefined ? undefined : existing[stored];
  if (storedAs !== undefined) {
    return { outcome: 'appended', revision: storedAs.revision, position: storedAs.position };
  }
  if (seen !== actual) {
    const missed = existing.slice(seen + 1, seen + 1 + eventStoreLimits.conflictEventsMax);
    return { outcome: 'conflict', actual, missed: structuredClone(missed) };
  }
  for (const event of append.events) record(log, append.stream, event);
  const last = log.events.at(-1);
  if (last === undefined) throw new Error('an append of no events passed the checks');
  for (const listener of log.listeners) listener();
  return { outcome: 'appended', revision: last.revision, position: last.position };
};

const headOf = (log: MemoryLog): Position => log.events.at(-1)?.position ?? positionStart;

const indexAfter = (events: readonly RecordedEvent[], after: Position): number =>
  // Positions count from 1 without gaps, so the event after position n has index n.
  Math.min(Number(BigInt(after)), events.length);

const readPage = (
  log: MemoryLog,
  after: Position,
  { maxCount, filter }: Parameters<EventStore['readAll']>[1],
): LogPage => {
  const wanted = Math.min(maxCount, eventStoreLimits.readEventsMax);
  const events: RecordedEvent[] = [];
  let index = indexAfter(log.events, after);
  while (index < log.events.length && events.length < wanted) {
    const event = log.events[index];
    if (event !== undefined && matchesFilter(filter, event)) events.push(structuredClone(event));
    index += 1;
  }
  const reached = log.events[index - 1]?.position ?? positionStart;
  return { events, next: reached > after ? reached : after, atEnd: index >= log.events.length };
};

export const openMemoryEventStore = (options: { readonly log?: MemoryLog } = {}): EventStore => {
  const log = options.log ?? createMemoryLog();
  const subscriptions = new Set<Subscription>();
  const identity = createLogIdentity(log.logId, 0);
  let closed = false;

  /** Every call takes at least one turn of the event loop, as with a real engine. */
  const turn = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    if (closed) throw new EventStoreUnavailable('the event store is closed');
  };

  const head = async (): Promise<Position> => {
    await turn();
    return headOf(log);
  };

  return {
    logId: log.logId,
    consecutivePositions: true,
    readsAreCurrent: true,

    async append(append) {
      checkAppend(append);
      await turn();
      const result = appendTo(log, append);
      await turn();
      return result;
    },

    async readStream(stream, { fromRevision, maxCount, backwards = false } = {}) {
      await turn();
      const events = log.streams.get(stream) ?? [];
      const count = Math.min(maxCount ?? eventStoreLimits.readEventsMax, eventStoreLimits.readEventsMax);
      const chosen = backwards
        ? events.slice(0, (fromRevision ?? events.length - 1) + 1).reverse()
        : events.slice(fromRevision ?? 0);
      return structuredClone(chosen.slice(0, count));
    },

    async readAll(after, readOptions) {
      await turn();
      return readPage(log, after, readOptions);
    },

    head,
    confirmHead: head,

    async verify(reaching = positionStart) {
      await turn();
      identity.check({ logId: log.logId, end: headOf(log) }, reaching);
    },

    subscribe(after, handlers, { filter } = {}) {
      const pageOptions = {
        maxCount: eventStoreLimits.subscriptionBatchMax,
        ...(filter === undefined ? {} : { filter }),
      };
      const followed = {
        head: () => headOf(log),
        pageAfter: (position: Position) => readPage(log, position, pageOptions),
        listeners: log.listeners,
      };
      const subscription = subscribeInMemory(followed, after, handlers);
      subscriptions.add(subscription);
      return {
        close: async () => {
          subscriptions.delete(subscription);
          await subscription.close();
        },
      };
    },

    async close() {
      closed = true;
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
    },
  };
};
