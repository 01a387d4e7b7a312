import { followWhileLeading } from '../../following/followWhileLeading.ts';
import { keepLeading, type Lead, standbyPollMs } from '../../following/keepLeading.ts';
import { readParkedStreams } from '../../following/parkedStreams.ts';
import type { Clock } from '../../ports/Clock.ts';
import { type EventStore, type Position, positionStart, type RecordedEvent } from '../../ports/EventStore.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import { type Checkpoint, ReadModelMissing, type ReadStore } from '../../ports/ReadStore.ts';
import { applyEvents } from './applyEvents.ts';
import { CheckpointMoved, isFinal, requireLog } from './failures.ts';
import { createLogReplay, type LogReplay } from './LogReplay.ts';
import { makeMissing } from './makeMissing.ts';
import { filterOf, type Projection, schemaOf } from './Projection.ts';
import { lagOf, type ProjectionLogger, type ProjectionStatus } from './ProjectionStatus.ts';
import { positionWatch } from './positionWatch.ts';
import { type RetryTarget, retryParked } from './retryParked.ts';

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

/** How often a leader checks that its model still exists. */
const presencePollMs = 1_000;

export const startProjection = (parts: ProjectionRunnerParts): RunningProjection => {
  const { projection, events, feed, readStore, logger, clock } = parts;
  const replay = parts.replay ?? createLogReplay(events);
  const schema = schemaOf(projection);
  const names = { projection: projection.name, schema };
  const watch = positionWatch(readStore, schema, feed && { feed, filter: filterOf(projection) });

  let state: 'standby' | 'catching-up' | 'live' = 'standby';
  let position: Position = positionStart;
  /** Decision time of the oldest event known to be unapplied, or of the last applied one while catching up. */
  let behindSinceMs: number | undefined;
  /** Build of the model that was led last, and of a copy that was begun because there was none. */
  let led: string | undefined;
  let begun: string | undefined;
  const parked = new Set<string>();

  const onParked = (event: RecordedEvent, error: unknown): void =>
    logger.error(
      { ...names, stream: event.stream, position: event.position, type: event.type, err: error },
      'an event cannot be applied: its stream is parked',
    );
  const onFreed = (stream: string): void =>
    logger.info({ ...names, stream }, 'a parked stream has been applied');
  const target: RetryTarget = { projection, schema, readStore, events, parked, onParked, onFreed };

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
    parked.clear();
    for (const { stream } of await readParkedStreams(readStore, schema)) parked.add(stream);
    await retryParked(target, checkpoint);
    return checkpoint;
  };

  let checking = false;
  const checkPresence = async ({ build }: Checkpoint): Promise<void> => {
    if (checking) return;
    checking = true;
    const found = await readStore.checkpoint(schema).finally(() => {
      checking = false;
    });
    if (found === undefined) throw new ReadModelMissing(`read model ${schema} was deleted`);
    if (found.build !== build) throw new CheckpointMoved(`read model ${schema} was replaced`);
  };

  const follow = async (from: Checkpoint, lead: Lead): Promise<void> => {
    let checkpoint = from;
    const onEvents = async (batch: readonly RecordedEvent[], next: Position): Promise<void> => {
      behindSinceMs = atOf(batch[0]) ?? behindSinceMs;
      checkpoint = await applyEvents(target, checkpoint, batch, next);
      position = checkpoint.position;
      behindSinceMs = state === 'live' ? undefined : (atOf(batch.at(-1)) ?? behindSinceMs);
      lead.succeeded();
    };
    const onCaughtUp = (): void => {
      state = 'live';
      behindSinceMs = undefined;
      lead.succeeded();
      logger.info({ ...names, position, parked: parked.size }, 'the read model is live');
    };
    state = 'catching-up';
    let presence: NodeJS.Timeout | undefined;
    try {
      await followWhileLeading(lead, ({ fail }) => {
        presence = setInterval(() => void checkPresence(from).catch(fail), presencePollMs);
        return (feed ?? events).subscribe(
          from.position,
          { onEvents, onCaughtUp, onFailed: fail },
          { filter: filterOf(projection), reader: schema },
        );
      });
    } finally {
      clearInterval(presence);
    }
  };

  const lead = async (leading: Lead): Promise<void> => {
    const { leadership, stopping } = leading;
    logger.info(names, 'leading the read model');
    let lost = false;
    void leadership.ended.then(() => {
      lost = true;
    });
    try {
      const standing = await readStore.checkpoint(schema);
      if (standing !== undefined) await follow(await take(standing), leading);
      else if (await make(() => lost || stopping.aborted)) return;
      else await leading.pause(standbyPollMs);
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
      state = 'standby';
      behindSinceMs = undefined;
    }
    if (lost && !stopping.aborted) logger.warn(names, 'the lead of the read model was lost');
  };

  const leading = keepLeading({
    ...{ schema, readStore, isFinal, lead },
    onStandby: (checkpoint) => {
      if (checkpoint === undefined) return;
      requireLog(schema, checkpoint, events.logId);
      position = checkpoint.position;
    },
    pauseAfter: (error) => (error instanceof CheckpointMoved ? standbyPollMs : undefined),
    onFailed: (error, pauseMs) => {
      const details = { ...names, err: error };
      if (pauseMs === undefined) logger.error(details, 'the read model cannot go on');
      else if (error instanceof CheckpointMoved) {
        logger.warn(details, 'another process writes this read model: standing by');
      } else logger.error({ ...details, pauseMs }, 'the read model stands still: trying again');
    },
  });

  return {
    stop: leading.stop,
    status: () => {
      const ended = leading.state();
      const failure = leading.failure();
      return {
        name: projection.name,
        position,
        ...lagOf(state, behindSinceMs, clock),
        state: ended === 'running' ? state : ended,
        parked: parked.size,
        ...(failure === undefined ? {} : { failure }),
      };
    },
    waitFor: watch.waitFor,
  };
};

const atOf = (event: RecordedEvent | undefined): number | undefined =>
  event === undefined ? undefined : Date.parse(event.at);
