import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../ports/Clock.ts';
import { type EventStore, type Position, positionStart, type RecordedEvent } from '../../ports/EventStore.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import { type Checkpoint, type Leadership, ReadModelMissing, type ReadStore } from '../../ports/ReadStore.ts';
import { type ApplyTarget, applyBatch } from './applyBatch.ts';
import { CheckpointMoved, isFinal, requireLog } from './failures.ts';
import { createLogReplay, type LogReplay } from './LogReplay.ts';
import { makeMissing } from './makeMissing.ts';
import { filterOf, type Projection, schemaOf } from './Projection.ts';
import { lagOf, type ProjectionLogger, type ProjectionStatus } from './ProjectionStatus.ts';
import { readParkedStreams } from './parkedStreams.ts';
import { positionWatch } from './positionWatch.ts';
import { retryParked } from './retryParked.ts';

export interface RunningProjection {
  /** Gives up the lead after the batch in flight. */
  stop(): Promise<void>;
  status(): ProjectionStatus;
  /** Waits until the model is at `position`, on any process, or `withinMs` is over; says how far it is. */
  waitFor(position: Position, withinMs: number): Promise<Position>;
}

export interface ProjectionRunnerParts {
  readonly projection: Projection;
  readonly events: EventStore;
  /** Default: the store's own subscription. */
  readonly feed?: LogFeed;
  /** Shared by all models of the process. Default: one of its own. */
  readonly replay?: LogReplay;
  readonly readStore: ReadStore;
  readonly logger: ProjectionLogger;
  readonly clock: Clock;
}

const standbyPollMs = 500;
const retryFirstMs = 100;
const retryMaxMs = 5_000;
/** How often a leader checks that its model still exists. */
const presencePollMs = 1_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const startProjection = (parts: ProjectionRunnerParts): RunningProjection => {
  const { projection, events, feed, readStore, logger, clock } = parts;
  const replay = parts.replay ?? createLogReplay(events);
  const schema = schemaOf(projection);
  const names = { projection: projection.name, schema };
  const stopping = new AbortController();
  const watch = positionWatch(readStore, schema, feed && { feed, filter: filterOf(projection) });

  let state: ProjectionStatus['state'] = 'standby';
  let position: Position = positionStart;
  /** Decision time of the oldest event known to be unapplied, or of the last applied one while catching up. */
  let behindSinceMs: number | undefined;
  let failure: string | undefined;
  let failuresInRow = 0;
  /** Build of the model that was led last, and of a copy that was begun because there was none. */
  let led: string | undefined;
  let begun: string | undefined;
  const parked = new Set<string>();

  const pause = (durationMs: number): Promise<void> =>
    sleep(durationMs, undefined, { signal: stopping.signal }).catch(() => undefined);

  const onParked = (event: RecordedEvent, error: unknown): void =>
    logger.error(
      { ...names, stream: event.stream, position: event.position, type: event.type, err: error },
      'an event cannot be applied: its stream is parked',
    );
  const target: ApplyTarget = { projection, schema, readStore, parked, onParked };

  const isReplaced = async (): Promise<boolean> => {
    const standing = await readStore.checkpoint(schema);
    return standing !== undefined && standing.build !== led;
  };

  const make = async (isOver: () => boolean): Promise<boolean> => {
    logger.info(names, 'making the read model, which is not there');
    state = 'catching-up';
    const onBegun = (build: string): void => {
      begun = build;
    };
    return await makeMissing({ projection, events, replay, readStore, onParked, begun, onBegun, isOver });
  };

  const take = async (checkpoint: Checkpoint): Promise<Checkpoint> => {
    requireLog(schema, checkpoint, events.logId);
    led = checkpoint.build;
    position = checkpoint.position;
    const parkedStreams = await readParkedStreams(readStore, schema);
    parked.clear();
    for (const { stream } of parkedStreams) parked.add(stream);
    const freed = await retryParked(target, events, checkpoint, parkedStreams);
    if (freed.length > 0) logger.info({ ...names, streams: freed }, 'parked streams have been applied');
    return checkpoint;
  };

  /** Follows the log until told to stop, the lead is lost, or something fails. */
  const follow = async (from: Checkpoint, leadership: Leadership): Promise<void> => {
    const over = Promise.withResolvers<void>();
    const onStop = (): void => over.resolve();
    let checkpoint = from;

    const onEvents = async (batch: readonly RecordedEvent[], next: Position): Promise<void> => {
      behindSinceMs = atOf(batch[0]) ?? behindSinceMs;
      checkpoint = await applyBatch(target, checkpoint, batch, next);
      position = checkpoint.position;
      behindSinceMs = state === 'live' ? undefined : (atOf(batch.at(-1)) ?? behindSinceMs);
      failuresInRow = 0;
      failure = undefined;
    };
    const onCaughtUp = (): void => {
      state = 'live';
      behindSinceMs = undefined;
      failure = undefined;
      logger.info({ ...names, position, parked: parked.size }, 'the read model is live');
    };
    let checking = false;
    const checkPresence = async (): Promise<void> => {
      if (checking) return;
      checking = true;
      const found = await readStore.checkpoint(schema).finally(() => {
        checking = false;
      });
      if (found === undefined) throw new ReadModelMissing(`read model ${schema} was deleted`);
      if (found.build !== from.build) throw new CheckpointMoved(`read model ${schema} was replaced`);
    };

    state = 'catching-up';
    const subscription = (feed ?? events).subscribe(
      from.position,
      { onEvents, onCaughtUp, onFailed: over.reject },
      { filter: filterOf(projection), reader: schema },
    );
    const presence = setInterval(() => void checkPresence().catch(over.reject), presencePollMs);
    stopping.signal.addEventListener('abort', onStop);
    if (stopping.signal.aborted) onStop();
    void leadership.ended.then(onStop);
    try {
      await over.promise;
    } finally {
      clearInterval(presence);
      stopping.signal.removeEventListener('abort', onStop);
      await subscription.close();
    }
  };

  const lead = async (leadership: Leadership): Promise<void> => {
    logger.info(names, 'leading the read model');
    let lost = false;
    let wasLost = false;
    void leadership.ended.then(() => {
      lost = true;
    });
    const isOver = (): boolean => lost || stopping.signal.aborted;
    try {
      const standing = await readStore.checkpoint(schema);
      if (standing !== undefined) await follow(await take(standing), leadership);
      else if (await make(isOver)) return;
      else await pause(standbyPollMs);
    } catch (error) {
      if (error instanceof CheckpointMoved && (await isReplaced())) {
        logger.info(names, 'the read model was replaced: going on with the new one');
        return;
      }
      if (!(error instanceof ReadModelMissing)) throw error;
      // The rest of a model that lost a table is dropped; the next attempt builds it from the log.
      await readStore.drop(schema, led ?? '');
      throw error;
    } finally {
      wasLost = lost;
      state = 'standby';
      behindSinceMs = undefined;
      await leadership.release();
    }
    if (wasLost && !stopping.signal.aborted) logger.warn(names, 'the lead of the read model was lost');
  };

  const standBy = async (): Promise<void> => {
    const checkpoint = await readStore.checkpoint(schema);
    if (checkpoint !== undefined) {
      requireLog(schema, checkpoint, events.logId);
      position = checkpoint.position;
    }
    failure = undefined;
    await pause(standbyPollMs);
  };

  const attempt = async (): Promise<void> => {
    const leadership = await readStore.lead(schema);
    if (leadership === undefined) await standBy();
    else await lead(leadership);
  };

  const recover = async (error: unknown): Promise<void> => {
    failure = messageOf(error);
    failuresInRow += 1;
    if (error instanceof CheckpointMoved) {
      logger.warn({ ...names, err: error }, 'another process writes this read model: standing by');
      await pause(standbyPollMs);
      return;
    }
    const pauseMs = Math.min(retryFirstMs * 2 ** (failuresInRow - 1), retryMaxMs);
    logger.error({ ...names, err: error, pauseMs }, 'the read model stands still: trying again');
    await pause(pauseMs);
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await attempt();
      } catch (error) {
        if (isFinal(error)) {
          failure = messageOf(error);
          state = 'failed';
          logger.error({ ...names, err: error }, 'the read model cannot go on');
          return;
        }
        await recover(error);
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
      name: projection.name,
      position,
      ...lagOf(state, behindSinceMs, clock),
      state,
      parked: parked.size,
      ...(failure === undefined ? {} : { failure }),
    }),
    waitFor: watch.waitFor,
  };
};

const atOf = (event: RecordedEvent | undefined): number | undefined =>
  event === undefined ? undefined : Date.parse(event.at);
