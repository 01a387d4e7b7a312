import { type Foldable, readEventOf } from '../../domain/kernel/aggregate.ts';
import type { AnyEvent } from '../../domain/kernel/decider.ts';
import { UnreadableEvent } from '../../domain/kernel/eventDefinition.ts';
import { isStreamEvent, type StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { Clock } from '../../ports/Clock.ts';
import {
  type EventStore,
  eventStoreLimits,
  type NewEvent,
  type Position,
  positionStart,
  type RecordedEvent,
} from '../../ports/EventStore.ts';
import type { Folded } from './CommandRunner.ts';
import { addKeys, type OlderKey, type OlderKeys } from './olderKeys.ts';
import { noRequests, type RememberedRequests, rememberRequest } from './RememberedRequests.ts';
import { UnreadableStream } from './UnreadableStream.ts';

export interface StreamFold<State> extends Folded<State> {
  /** Time of the last event, ms since the epoch. */
  readonly lastAtMs: number;
  readonly remembered: RememberedRequests;
  /** Of the things that the state may have forgotten. */
  readonly forgettable: OlderKeys;
}

/** The later of the node's clock and the stream's last event. */
export const decisionTimeMs = (clock: Clock, { lastAtMs }: Pick<StreamFold<unknown>, 'lastAtMs'>): number =>
  Math.max(clock.nowMs(), lastAtMs);

export const emptyFold = <State>(initialState: State): StreamFold<State> => ({
  state: initialState,
  revision: -1,
  position: positionStart,
  lastAtMs: 0,
  remembered: noRequests,
  forgettable: [],
});

/** As `readEventOf`. Throws UnreadableStream. */
export const readFrom = <Event extends AnyEvent>(
  aggregate: Pick<Foldable<unknown, Event>, 'events'>,
  recorded: RecordedEvent,
): Event | undefined => {
  try {
    return readEventOf(aggregate, recorded);
  } catch (error) {
    throw error instanceof UnreadableEvent ? new UnreadableStream(recorded, error) : error;
  }
};

/** Throws on a gap (a bug) and UnreadableStream. Never changes the fold it is given. */
export const foldEvent = <State, Event extends AnyEvent>(
  aggregate: Foldable<State, Event>,
  fold: StreamFold<State>,
  recorded: RecordedEvent,
): StreamFold<State> => {
  if (recorded.revision !== fold.revision + 1) {
    throw new Error(`${recorded.stream}: revision ${recorded.revision} after ${fold.revision}`);
  }
  const atMs = Date.parse(recorded.at);
  const event = readFrom(aggregate, recorded);
  return {
    state: event === undefined ? fold.state : aggregate.decider.evolve(fold.state, event),
    revision: recorded.revision,
    position: recorded.position,
    lastAtMs: Math.max(fold.lastAtMs, atMs),
    remembered: rememberRequest(fold.remembered, recorded, atMs),
    forgettable:
      event === undefined
        ? fold.forgettable
        : addKeys(fold.forgettable, forgettableIn(aggregate, event, recorded.revision)),
  };
};

export interface DecidedBatch<State, Event extends AnyEvent> {
  readonly state: State;
  readonly appended: readonly (NewEvent & (Event | StreamEvent))[];
  /** Of the last event. */
  readonly position: Position;
}

/** The fold after durable events that were decided on `base`; `state` is the decider's state after them. */
export const foldDecided = <State, Event extends AnyEvent>(
  aggregate: Foldable<State, Event>,
  base: StreamFold<State>,
  { state, appended, position }: DecidedBatch<State, Event>,
): StreamFold<State> => {
  let { revision, lastAtMs, remembered } = base;
  const forgettable: OlderKey[] = [];
  for (const event of appended) {
    const atMs = Date.parse(event.at);
    revision += 1;
    lastAtMs = Math.max(lastAtMs, atMs);
    remembered = rememberRequest(remembered, { metadata: event.metadata, revision }, atMs);
    if (!isStreamEvent(event)) forgettable.push(...forgettableIn(aggregate, event, revision));
  }
  return {
    ...{ state, revision, position, lastAtMs, remembered },
    forgettable: addKeys(base.forgettable, forgettable),
  };
};

const forgettableIn = <State, Event extends AnyEvent>(
  { forgetting }: Foldable<State, Event>,
  event: Event,
  revision: number,
): readonly OlderKey[] => {
  const key = forgetting?.idIn(event);
  return key === undefined ? [] : [{ key, fromRevision: revision, toRevision: revision }];
};

export interface LoadOptions<State> {
  /** The first event that is not folded. */
  readonly beyond?: (recorded: RecordedEvent) => boolean;
  /** A fold to go on from; called once, for a stream that does not end within the first page. */
  readonly shortcut?: (() => Promise<StreamFold<State> | undefined>) | undefined;
}

/** Reads page by page and folds, from `base` on. Throws EventStoreUnavailable and UnreadableEvent. */
export const loadFold = async <State, Event extends AnyEvent>(
  aggregate: Foldable<State, Event>,
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  base: StreamFold<State>,
  { beyond = () => false, shortcut }: LoadOptions<State> = {},
): Promise<StreamFold<State>> => {
  let fold = base;
  for (let pages = 0; ; pages += 1) {
    const ahead = pages === 1 ? await shortcut?.() : undefined;
    if (ahead !== undefined && ahead.revision > fold.revision) fold = ahead;
    const maxCount = pages === 0 && shortcut !== undefined ? firstPageEvents : readPageEvents;
    const page = await events.readStream(stream, { fromRevision: fold.revision + 1, maxCount });
    for (const recorded of page) {
      if (beyond(recorded)) return fold;
      fold = foldEvent(aggregate, fold, recorded);
    }
    // A stream is finite: every full page brings the fold `maxCount` revisions on.
    if (page.length < maxCount) return fold;
  }
};

const readPageEvents = Math.min(1_000, eventStoreLimits.readEventsMax);
/** Most streams are shorter; of a longer one, more would be folded in vain before its snapshot is looked for. */
const firstPageEvents = 100;
