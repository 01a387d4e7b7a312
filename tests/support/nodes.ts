/** Several nodes over one log in memory, with latency and faults where a test wants them. */
import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import { type MemoryLog, openMemoryEventStore } from '../../src/adapters/memory/MemoryEventStore.ts';
import { systemClock } from '../../src/adapters/system/system.ts';
import { createRunner } from '../../src/commands/engine/createRunner.ts';
import type { LiveStreamDeps } from '../../src/commands/engine/LiveStreamDeps.ts';
import { openLogTail } from '../../src/commands/engine/LogTail.ts';
import type { CommandContext } from '../../src/commands/engine/Outcome.ts';
import type { ShowtimeRejection } from '../../src/domain/showtime/commands.ts';
import { showtimeAggregate } from '../../src/domain/showtime/showtimeAggregate.ts';
import type { SteadyClock } from '../../src/ports/Clock.ts';
import type { EventStore, StreamAppend } from '../../src/ports/EventStore.ts';

export const guest: CommandContext = {
  correlationId: 'test',
  causationId: 'test',
  actor: { role: 'guest' },
};

export const keyed = (key: string, body = 'body'): CommandContext => ({
  ...guest,
  idempotency: { key, body },
});

/** For what is said to nobody in a test. */
export const silent = { warn: () => undefined, error: () => undefined };

const refusesFromMemory = ({ reason }: ShowtimeRejection): boolean => reason === 'SeatsUnavailable';

/** A clock that a test moves; it stands still otherwise. */
export const testClock = (startMs: number) => {
  let steadyMs = startMs;
  let setBackMs = 0;
  return {
    nowMs: () => steadyMs - setBackMs,
    steadyMs: () => steadyMs,
    advance: (ms: number) => {
      steadyMs += ms;
    },
    setBack: (ms: number) => {
      setBackMs += ms;
    },
  };
};

/** The store with something done around each append. */
export const around = (
  store: EventStore,
  append: (append: StreamAppend, inner: EventStore) => ReturnType<EventStore['append']>,
): EventStore => ({
  logId: store.logId,
  consecutivePositions: store.consecutivePositions,
  readsAreCurrent: store.readsAreCurrent,
  append: (request) => append(request, store),
  readStream: (stream, options) => store.readStream(stream, options),
  readAll: (after, options) => store.readAll(after, options),
  head: () => store.head(),
  verify: (reaching) => store.verify(reaching),
  confirmHead: () => store.confirmHead(),
  subscribe: (after, handlers, options) => store.subscribe(after, handlers, options),
  close: () => store.close(),
});

/** A commit that takes its time, as a disk or a network does. */
export const slow = (store: EventStore, appendMs: number): EventStore =>
  around(store, async (request, inner) => {
    await pause(appendMs / 2);
    const result = await inner.append(request);
    await pause(appendMs / 2);
    return result;
  });

export const openShowtimeNode = async (
  log: MemoryLog,
  options: {
    readonly clock?: SteadyClock;
    readonly residentsMax?: number;
    readonly wrap?: (store: EventStore) => EventStore;
  } & Partial<Pick<LiveStreamDeps, 'logger' | 'snapshotFailures'>> = {},
) => {
  const clock = options.clock ?? systemClock;
  const plain = openMemoryEventStore({ log });
  const events = options.wrap?.(plain) ?? plain;
  const tail = await openLogTail(events, clock, (error) => {
    throw error;
  });
  const { residentsMax = 100, logger = silent, snapshotFailures = { inc: () => undefined } } = options;
  const showtimes = createRunner(
    showtimeAggregate,
    { residentsMax, refusesFromMemory },
    { events, tail, clock, ids: { next: v7 }, logger, snapshotFailures },
  );
  const close = async (): Promise<void> => {
    await tail.close();
    await plain.close();
  };
  return { showtimes, tail, events, close };
};
