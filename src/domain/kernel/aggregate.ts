import type { AnyCommand, AnyEvent, Decider, RejectionsBy } from './decider.ts';
import { decodeOnce, type EventDefinitions, type StoredEvent } from './eventDefinition.ts';
import { streamEvents } from './streamEvents.ts';
import type { StreamKind } from './streams.ts';

export interface Aggregate<
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
> extends StreamKind {
  readonly events: EventDefinitions<Event>;
  readonly decider: Decider<State, Command, Event, Rejections>;
  readonly snapshot?: SnapshotCodec<State>;
}

export interface SnapshotCodec<State> {
  /** Names the fold and its shape; a snapshot made by another is ignored. */
  readonly madeBy: string;
  /** Undefined when there is nothing to keep. */
  encode(state: State): unknown;
  /** Undefined for JSON that is no such state. */
  decode(json: unknown): State | undefined;
}

export interface Foldable<State, Event extends AnyEvent> extends StreamKind {
  readonly events: EventDefinitions<Event>;
  readonly decider: {
    readonly initialState: State;
    evolve(state: State, event: Event): State;
  };
  readonly snapshot?: SnapshotCodec<State>;
}

/** Undefined for an event of the log, which may stand in any stream. Throws UnreadableEvent. */
export const readEventOf = <Event extends AnyEvent>(
  { events }: { readonly events: EventDefinitions<Event> },
  stored: StoredEvent,
): Event | undefined => (Object.hasOwn(streamEvents, stored.type) ? undefined : decodeOnce(events, stored));

/** Throws UnreadableEvent. */
export const evolveStored = <State, Event extends AnyEvent>(
  aggregate: Foldable<State, Event>,
  state: State,
  stored: StoredEvent,
): State => {
  const event = readEventOf(aggregate, stored);
  return event === undefined ? state : aggregate.decider.evolve(state, event);
};
