import { setTimeout as sleep } from 'node:timers/promises';
import type { LogTail } from '../../commands/engine/LogTail.ts';
import {
  type EventStore,
  EventStoreUnavailable,
  type Position,
  positionStart,
  type RecordedEvent,
} from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import type { Checkpoint, Leadership, ReadStore } from '../../ports/ReadStore.ts';
import { beginReaction, ReactionStopped } from './beginReaction.ts';
import type { Reaction } from './Reaction.ts';
import {
  type ParkedStream,
  parkedOf,
  parkedStreamsMax,
  reactionSchemaOf,
  readParked,
  requireMoved,
  writeParked,
} from './reactionProgress.ts';
import { reactToEvents } from './reactToEvents.ts';
import { retryParkedStream } from './retryParkedStream.ts';

export interface ReactionLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface ReactionStatus {
  readonly name: string;
  /** Up to where this process knows the log to be reacted to. */
  readonly position: Position;
  readonly state: 'standby' | 'catching-up' | 'live' | 'stopped' | 'failed';
  /** Streams that wait behind an event that could not be reacted to; known to the process that leads. */
  readonly parked: number;
  /** Why the last attempt ended, until one succeeds. */
  readonly failure?: string;
}

export interface RunningReaction {
  readonly name: string;
  status(): ReactionStatus;
  /** Gives up the lead after the batch in flight. */
  stop(): Promise<void>;
}

export interface ReactionParts {
  readonly events: EventStore;
  /** Default: the store's own subscription. */
  readonly feed?: LogFeed;
  readonly readStore: ReadStore;
  readonly tail: Pick<LogTail, 'waitFor'>;
  readonly ids: IdSource;
  readonly logger: ReactionLogger;
  /** How often parked streams are tried again. Default: a minute. */
  readonly retryParkedEveryMs?: number;
}

const standbyPollMs = 500;
/** The tail and the reaction's subscription read the same log. */
const tailWithinMs = 5_000;
const retryFirstMs = 100;
const retryMaxMs = 5_000;
const retryParkedEveryMsDefault = 60_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs the reaction on one node of the cluster at a time, held by a session lock; the others stand by. */
export const runReaction = (reaction: Reaction, parts: ReactionParts): RunningReaction => {
  const { events, readStore, ids, logger } = parts;
  const { name, categories, definitions } = reaction;
  const schema = reactionSchemaOf(name);
  const filter = { categories, types: Object.keys(definitions) };
  const stopping = new AbortController();
  const parked = new Map<string, ParkedStream>();

  let state: ReactionStatus['state'] = 'standby';
  let position: Position = positionStart;
  let failure: string | undefined;
  let failuresInRow = 0;

  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  /** Commands decide on what this node knows, so it must know the log at least as far as the event. */
  const known = async (at: Position): Promise<void> => {
    if ((await parts.tail.waitFor(at, tailWithinMs)) >= at) return;
    throw new EventStoreUnavailable(`this node does not know the log up to ${at} yet`);
  };

  const advance = async (from: Checkpoint, to: Position, newlyParked: readonly ParkedStream[]) => {
    if (parked.size + newlyParked.length > parkedStreamsMax) {
      throw new ReactionStopped(`${name} cannot react to events of more than ${parkedStreamsMax} streams`);
    }
    const outcome = await readStore.advance(schema, from, to, async (transaction) => {
      for (const each of newlyParked) await writeParked(transaction, each);
    });
    requireMoved(name, outcome);
    for (const each of newlyParked) parked.set(each.stream, each);
    return { ...from, position: to };
  };

  const tellParked = (event: RecordedEvent, error: unknown): void =>
    logger.error(
      { reaction: name, stream: event.stream, position: event.position, type: event.type, err: error },
      'an event cannot be reacted to: its stream is parked',
    );

  const retry = async (at: Checkpoint, each: ParkedStream): Promise<void> => {
    const left = await retryParkedStream({ reaction, events, readStore, ids }, at, each);
    if (left !== undefined) parked.set(each.stream, left);
    else {
      parked.delete(each.stream);
      logger.info({ reaction: name, stream: each.stream }, 'a parked stream is free again');
    }
  };

  const follow = async (from: Checkpoint, leadership: Leadership): Promise<void> => {
    const over = Promise.withResolvers<void>();
    let checkpoint = from;
    /** Batches and retries take turns: both write the checkpoint. */
    let turn: Promise<void> = Promise.resolve();
    const inTurn = (work: () => Promise<void>): Promise<void> => {
      const done = turn.then(work);
      turn = done.catch(() => undefined);
      return done;
    };
    const retryAll = async (): Promise<void> => {
      for (const each of [...parked.values()]) await retry(checkpoint, each);
    };

    const onEvents = (batch: readonly RecordedEvent[], next: Position): Promise<void> =>
      inTurn(async () => {
        const free = batch.filter(({ stream }) => !parked.has(stream));
        const last = free.at(-1);
        if (last !== undefined) await known(last.position);
        const failed = await reactToEvents(reaction, free, ids);
        const newlyParked = failed.map(({ event, error }) => parkedOf(event, error));
        checkpoint = await advance(checkpoint, next, newlyParked);
        for (const { event, error } of failed) tellParked(event, error);
        position = next;
        failuresInRow = 0;
        failure = undefined;
      });

    state = 'catching-up';
    position = checkpoint.position;
    await retryAll();
    const onCaughtUp = (): void => {
      state = 'live';
    };
    const subscription = (parts.feed ?? events).subscribe(
      checkpoint.position,
      { onEvents, onCaughtUp, onFailed: over.reject },
      { filter, reader: schema },
    );
    const retrying = setInterval(
      () => void inTurn(retryAll).catch(over.reject),
      parts.retryParkedEveryMs ?? retryParkedEveryMsDefault,
    );
    const onStop = (): void => over.resolve();
    stopping.signal.addEventListener('abort', onStop);
    if (stopping.signal.aborted) onStop();
    void leadership.ended.then(onStop);
    try {
      await over.promise;
    } finally {
      clearInterval(retrying);
      stopping.signal.removeEventListener('abort', onStop);
      await subscription.close();
      await turn;
    }
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
      logger.info({ reaction: name }, 'leading the reaction');
      const checkpoint = await beginReaction(reaction, { events, readStore, ids, known });
      parked.clear();
      for (const each of await readParked(readStore, name)) parked.set(each.stream, each);
      await follow(checkpoint, leadership);
    } finally {
      state = 'standby';
      await leadership.release();
    }
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await attempt();
      } catch (error) {
        failure = messageOf(error);
        if (error instanceof ReactionStopped) {
          state = 'failed';
          logger.error({ reaction: name, err: error }, 'the reaction cannot go on');
          return;
        }
        failuresInRow += 1;
        const pauseMs = Math.min(retryFirstMs * 2 ** (failuresInRow - 1), retryMaxMs);
        logger.warn({ reaction: name, err: error, pauseMs }, 'the reaction stands still: trying again');
        await pause(pauseMs);
      }
    }
    state = 'stopped';
  };
  const running = run();

  return {
    name,
    status: () => ({
      ...{ name, position, state, parked: parked.size },
      ...(failure === undefined ? {} : { failure }),
    }),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
