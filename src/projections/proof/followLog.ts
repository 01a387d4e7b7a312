import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../ports/Clock.ts';
import { type EventStore, type Position, positionStart, type RecordedEvent } from '../../ports/EventStore.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import type { Leadership, ReadStore, ReadTransaction } from '../../ports/ReadStore.ts';
import { CheckpointMoved, isFinal, requireLog } from '../engine/failures.ts';
import { lagOf, type ProjectionLogger, type ProjectionStatus } from '../engine/ProjectionStatus.ts';

/** What is kept of the whole log, event by event: unlike a read model it stops at an event that it cannot take. */
export interface KeptLog {
  /** From where it goes on; default: the position of the checkpoint. Not after it. */
  readonly after?: Position;
  /** Writes what the events change, in the transaction that moves the checkpoint to `next`. */
  write(transaction: ReadTransaction, next: Position): Promise<void>;
  /** In order, each once. Nothing is written yet. Throws for an event that cannot be taken. */
  take(events: readonly RecordedEvent[]): void;
}

export interface LogReader {
  readonly name: string;
  readonly schema: string;
  readonly tables: string;
  /** As it was written last, at the position of the checkpoint. */
  open(position: Position): Promise<KeptLog>;
  /** How often it is written; default: with each batch. */
  readonly writeEveryMs?: number;
}

export interface FollowParts {
  readonly events: Pick<EventStore, 'logId'>;
  readonly feed: LogFeed;
  readonly readStore: ReadStore;
  readonly clock: Clock;
  readonly logger: ProjectionLogger;
}

export interface RunningReader {
  stop(): Promise<void>;
  status(): ProjectionStatus;
}

const standbyPollMs = 500;
const retryFirstMs = 100;
const retryMaxMs = 5_000;

/** One process at a time writes, held by a session lock; a checkpoint that was moved by another ends it too. */
export const followLog = (reader: LogReader, parts: FollowParts): RunningReader => {
  const { events, feed, readStore, clock, logger } = parts;
  const { name, schema, tables, writeEveryMs = 0 } = reader;
  const stopping = new AbortController();
  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  let state: ProjectionStatus['state'] = 'standby';
  let position: Position = positionStart;
  let behindSinceMs: number | undefined;
  let failure: string | undefined;
  let failures = 0;

  const follow = async (leadership: Leadership): Promise<void> => {
    let checkpoint = await readStore.create({ schema, tables }, events.logId);
    requireLog(schema, checkpoint, events.logId);
    position = checkpoint.position;
    const kept = await reader.open(checkpoint.position);
    const after = kept.after ?? checkpoint.position;
    let taken = after;
    let writtenAtMs = performance.now();
    const write = async (): Promise<void> => {
      if (taken <= checkpoint.position) return;
      const to = taken;
      const outcome = await readStore.advance(schema, checkpoint, to, (transaction) =>
        kept.write(transaction, to),
      );
      if (outcome === 'moved') throw new CheckpointMoved(`${schema} is written by another process`);
      checkpoint = { ...checkpoint, position: to };
      writtenAtMs = performance.now();
    };
    const over = Promise.withResolvers<void>();
    let due: NodeJS.Timeout | undefined;
    /** Batches and writes that are due take turns. */
    let turn: Promise<void> = Promise.resolve();
    const inTurn = (work: () => Promise<void>): Promise<void> => {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    };
    const writeWhenDue = async (): Promise<void> => {
      clearTimeout(due);
      const leftMs = writtenAtMs + writeEveryMs - performance.now();
      if (leftMs <= 0) await write();
      else due = setTimeout(() => void inTurn(write).catch(over.reject), leftMs);
    };
    const onEvents = (batch: readonly RecordedEvent[], next: Position): Promise<void> =>
      inTurn(async () => {
        behindSinceMs = batch[0] === undefined ? behindSinceMs : Date.parse(batch[0].at);
        kept.take(batch);
        taken = next;
        await writeWhenDue();
        position = next;
        if (state === 'live') behindSinceMs = undefined;
        [failures, failure] = [0, undefined];
      });
    const onCaughtUp = (): void => {
      state = 'live';
      behindSinceMs = undefined;
      logger.info({ reader: name, position }, 'the whole log is kept');
    };
    state = 'catching-up';
    const handlers = { onEvents, onCaughtUp, onFailed: over.reject };
    const subscription = feed.subscribe(after, handlers, { filter: {}, reader: schema });
    const onStop = (): void => over.resolve();
    stopping.signal.addEventListener('abort', onStop);
    if (stopping.signal.aborted) onStop();
    void leadership.ended.then(onStop);
    try {
      await over.promise;
    } finally {
      stopping.signal.removeEventListener('abort', onStop);
      clearTimeout(due);
      await subscription.close();
      await turn;
    }
    if (stopping.signal.aborted) await write();
  };

  const attempt = async (): Promise<void> => {
    const leadership = await readStore.lead(schema);
    if (leadership === undefined) {
      position = (await readStore.checkpoint(schema))?.position ?? position;
      failure = undefined;
      await pause(standbyPollMs);
      return;
    }
    try {
      await follow(leadership);
    } finally {
      state = 'standby';
      behindSinceMs = undefined;
      await leadership.release();
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await attempt();
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
        if (isFinal(error)) {
          state = 'failed';
          logger.error({ reader: name, err: error }, 'a reader of the log cannot go on');
          return;
        }
        const pauseMs = Math.min(retryFirstMs * 2 ** failures, retryMaxMs);
        failures += 1;
        logger.warn({ reader: name, err: error, pauseMs }, 'a reader of the log stands still: trying again');
        await pause(pauseMs);
      }
    }
    state = 'stopped';
  };
  const running = run();

  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
    status: () => ({
      ...{ name, position, state, parked: 0 },
      ...lagOf(state, behindSinceMs, clock),
      ...(failure === undefined ? {} : { failure }),
    }),
  };
};
