import type { LogTail } from '../../commands/engine/LogTail.ts';
import { followWhileLeading } from '../../following/followWhileLeading.ts';
import { keepLeading, type Lead } from '../../following/keepLeading.ts';
import {
  type ParkedStream,
  parkedOf,
  parkedStreamsMax,
  readParkedStreams,
} from '../../following/parkedStreams.ts';
import { isParkingAct, streamToTakeUp, withParkingActs } from '../../following/parkingActs.ts';
import {
  type EventStore,
  EventStoreUnavailable,
  type Position,
  positionStart,
  type RecordedEvent,
} from '../../ports/EventStore.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import type { Checkpoint, ReadStore, ReadTransaction } from '../../ports/ReadStore.ts';
import { beginReaction, ReactionStopped } from './beginReaction.ts';
import type { Reaction } from './Reaction.ts';
import { reactionSchemaOf, requireMoved, writeParked } from './reactionProgress.ts';
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
  readonly logger: ReactionLogger;
  /** How often parked streams are tried again. Default: a minute. */
  readonly retryParkedEveryMs?: number;
}

/** The tail and the reaction's subscription read the same log. */
const tailWithinMs = 5_000;
const retryParkedEveryMsDefault = 60_000;

/** Runs the reaction on one node of the cluster at a time, held by a session lock; the others stand by. */
export const runReaction = (reaction: Reaction, parts: ReactionParts): RunningReaction => {
  const { events, readStore, logger } = parts;
  const { name, categories, definitions } = reaction;
  const schema = reactionSchemaOf(name);
  const filter = withParkingActs(categories, Object.keys(definitions));
  const parked = new Map<string, ParkedStream>();

  let state: 'standby' | 'catching-up' | 'live' = 'standby';
  let position: Position = positionStart;

  /** Commands decide on what this node knows, so it must know the log at least as far as the event. */
  const known = async (at: Position): Promise<void> => {
    if ((await parts.tail.waitFor(at, tailWithinMs)) >= at) return;
    throw new EventStoreUnavailable(`this node does not know the log up to ${at} yet`);
  };

  const advance = async (from: Checkpoint, to: Position, newlyParked: readonly ParkedStream[]) => {
    if (parked.size + newlyParked.length > parkedStreamsMax) {
      throw new ReactionStopped(`${name} cannot react to events of more than ${parkedStreamsMax} streams`);
    }
    const park = async (transaction: ReadTransaction): Promise<void> => {
      for (const each of newlyParked) await writeParked(transaction, each);
    };
    const outcome = await readStore.advance(schema, from, to, newlyParked.length === 0 ? undefined : park);
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
    const left = await retryParkedStream({ reaction, events, readStore }, at, each);
    if (left !== undefined) parked.set(each.stream, left);
    else {
      parked.delete(each.stream);
      logger.info({ reaction: name, stream: each.stream }, 'a parked stream is free again');
    }
  };

  const react = async (from: Checkpoint, batch: readonly RecordedEvent[], next: Position) => {
    const free = batch.filter((event) => !isParkingAct(event) && !parked.has(event.stream));
    const last = free.at(-1);
    if (last !== undefined) await known(last.position);
    const failed = await reactToEvents(reaction, free);
    const newlyParked = failed.map(({ event, error }) => parkedOf(event, error));
    const checkpoint = await advance(from, next, newlyParked);
    for (const { event, error } of failed) tellParked(event, error);
    return checkpoint;
  };

  const follow = async (from: Checkpoint, lead: Lead): Promise<void> => {
    let checkpoint = from;
    const retryAll = async (): Promise<void> => {
      for (const each of [...parked.values()]) await retry(checkpoint, each);
    };
    const takeUp = async (acts: readonly RecordedEvent[]): Promise<void> => {
      const named = new Set(acts.map((act) => streamToTakeUp(act, name)));
      for (const each of [...parked.values()]) if (named.has(each.stream)) await retry(checkpoint, each);
    };
    const onBatch = async (batch: readonly RecordedEvent[], next: Position): Promise<void> => {
      checkpoint = await react(checkpoint, batch, next);
      position = next;
      lead.succeeded();
      await takeUp(batch.filter(isParkingAct));
    };
    const onCaughtUp = (): void => {
      state = 'live';
    };
    state = 'catching-up';
    position = checkpoint.position;
    await retryAll();
    let retrying: NodeJS.Timeout | undefined;
    try {
      await followWhileLeading(lead, ({ inTurn, fail }) => {
        retrying = setInterval(
          () => void inTurn(retryAll).catch(fail),
          parts.retryParkedEveryMs ?? retryParkedEveryMsDefault,
        );
        const onEvents: typeof onBatch = (batch, next) => inTurn(() => onBatch(batch, next));
        return (parts.feed ?? events).subscribe(
          checkpoint.position,
          { onEvents, onCaughtUp, onFailed: fail },
          { filter, reader: schema },
        );
      });
    } finally {
      clearInterval(retrying);
    }
  };

  const lead = async (leading: Lead): Promise<void> => {
    try {
      logger.info({ reaction: name }, 'leading the reaction');
      const checkpoint = await beginReaction(reaction, { events, readStore, known });
      parked.clear();
      for (const each of await readParkedStreams(readStore, schema)) parked.set(each.stream, each);
      await follow(checkpoint, leading);
    } finally {
      state = 'standby';
    }
  };

  const leading = keepLeading({
    ...{ schema, readStore, lead },
    onStandby: (checkpoint) => {
      position = checkpoint?.position ?? position;
    },
    isFinal: (error) => error instanceof ReactionStopped,
    onFailed: (error, pauseMs) => {
      const details = { reaction: name, err: error };
      if (pauseMs === undefined) logger.error(details, 'the reaction cannot go on');
      else logger.warn({ ...details, pauseMs }, 'the reaction stands still: trying again');
    },
  });

  return {
    name,
    status: () => {
      const ended = leading.state();
      const failure = leading.failure();
      return {
        ...{ name, position, state: ended === 'running' ? state : ended, parked: parked.size },
        ...(failure === undefined ? {} : { failure }),
      };
    },
    stop: leading.stop,
  };
};
