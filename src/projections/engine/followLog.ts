import { setTimeout as pause } from 'node:timers/promises';
import { followWhileLeading } from '../../following/followWhileLeading.ts';
import { keepLeading, type Lead } from '../../following/keepLeading.ts';
import type { Clock } from '../../ports/Clock.ts';
import { type EventStore, type Position, positionStart, type RecordedEvent } from '../../ports/EventStore.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import type { ReadStore, ReadTransaction } from '../../ports/ReadStore.ts';
import { CheckpointMoved, isFinal, requireLog } from './failures.ts';
import { lagOf, type ProjectionLogger, type ProjectionStatus } from './ProjectionStatus.ts';

/** While it catches up, a reader rests for so many times what a batch took: on a long log that goes on for minutes, and requests go first. */
export const restFactor = 2;
const restMsMax = 1_000;

/** What is kept of the whole log, event by event: unlike a read model it stops at an event that it cannot take. */
export interface KeptLog {
  /** From where it goes on; default: the position of the checkpoint. Not after it. */
  readonly after?: Position;
  /** Writes what the events change, in the transaction that moves the checkpoint to `next`. `isLast`: the process stops. */
  write(transaction: ReadTransaction, next: Position, isLast: boolean): Promise<void>;
  /** In order, each once. Nothing is written yet. Throws for an event that cannot be taken. */
  take(events: readonly RecordedEvent[]): void;
}

export interface LogReader {
  readonly name: string;
  readonly schema: string;
  readonly tables: string;
  /** As it was written last, at the position of the checkpoint. When it is stopped meanwhile it may open as of the log's start. */
  open(position: Position, lead: Pick<Lead, 'stopping' | 'pause'>): Promise<KeptLog>;
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

/** One process at a time writes, held by a session lock; a checkpoint that was moved by another ends it too. */
export const followLog = (reader: LogReader, parts: FollowParts): RunningReader => {
  const { events, feed, readStore, clock, logger } = parts;
  const { name, schema, tables, writeEveryMs = 0 } = reader;
  let state: 'standby' | 'catching-up' | 'live' = 'standby';
  let position: Position = positionStart;
  let behindSinceMs: number | undefined;

  const follow = async (leading: Lead): Promise<void> => {
    let checkpoint = await readStore.create({ schema, tables }, events.logId);
    requireLog(schema, checkpoint, events.logId);
    position = checkpoint.position;
    const kept = await reader.open(checkpoint.position, leading);
    const after = kept.after ?? checkpoint.position;
    let taken = after;
    let writtenAtMs = performance.now();
    let restedAtMs = performance.now();
    const write = async (isLast = false): Promise<void> => {
      if (taken < checkpoint.position || (taken === checkpoint.position && !isLast)) return;
      const to = taken;
      const outcome = await readStore.advance(schema, checkpoint, to, (transaction) =>
        kept.write(transaction, to, isLast),
      );
      if (outcome === 'moved') throw new CheckpointMoved(`${schema} is written by another process`);
      checkpoint = { ...checkpoint, position: to };
      writtenAtMs = performance.now();
    };
    /** The reading of a batch counts as well. */
    const rest = async (): Promise<void> => {
      await pause(Math.min(restMsMax, restFactor * (performance.now() - restedAtMs)));
      restedAtMs = performance.now();
    };
    let due: NodeJS.Timeout | undefined;
    state = 'catching-up';
    try {
      await followWhileLeading(leading, ({ inTurn, fail }) => {
        const writeWhenDue = async (): Promise<void> => {
          clearTimeout(due);
          const leftMs = writtenAtMs + writeEveryMs - performance.now();
          if (leftMs <= 0) await write();
          else due = setTimeout(() => void inTurn(() => write()).catch(fail), leftMs);
        };
        const onEvents = (batch: readonly RecordedEvent[], next: Position): Promise<void> =>
          inTurn(async () => {
            behindSinceMs = batch[0] === undefined ? behindSinceMs : Date.parse(batch[0].at);
            kept.take(batch);
            taken = next;
            await writeWhenDue();
            position = next;
            if (state === 'live') behindSinceMs = undefined;
            leading.succeeded();
            if (state === 'catching-up') await rest();
          });
        const onCaughtUp = (): void => {
          state = 'live';
          behindSinceMs = undefined;
          logger.info({ reader: name, position }, 'the whole log is kept');
        };
        const handlers = { onEvents, onCaughtUp, onFailed: fail };
        return feed.subscribe(after, handlers, { filter: {}, reader: schema });
      });
    } finally {
      clearTimeout(due);
    }
    if (leading.stopping.aborted) await write(true);
  };

  const lead = async (leading: Lead): Promise<void> => {
    try {
      await follow(leading);
    } finally {
      state = 'standby';
      behindSinceMs = undefined;
    }
  };

  const leading = keepLeading({
    ...{ schema, readStore, isFinal, lead },
    onStandby: (checkpoint) => {
      position = checkpoint?.position ?? position;
    },
    onFailed: (error, pauseMs) => {
      const details = { reader: name, err: error };
      if (pauseMs === undefined) logger.error(details, 'a reader of the log cannot go on');
      else logger.warn({ ...details, pauseMs }, 'a reader of the log stands still: trying again');
    },
  });

  return {
    stop: leading.stop,
    status: () => {
      const ended = leading.state();
      const failure = leading.failure();
      return {
        ...{ name, position, state: ended === 'running' ? state : ended, parked: 0 },
        ...lagOf(state, behindSinceMs, clock),
        ...(failure === undefined ? {} : { failure }),
      };
    },
  };
};
