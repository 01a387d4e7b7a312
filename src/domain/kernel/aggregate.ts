import type { AnyCommand, AnyEvent, Decider, RejectionsBy } from './decider.ts';
import { decodeEvent, type EventDefinitions, type StoredEvent } from './eventDefinition.ts';
import { streamEvents } from './streamEvents.ts';
import type { StreamKind } from './streams.ts';

/**
 * Everything that is known of one kind of stream. Stream names, decoding, folding, reading and running are derived
 * from it.
 */
export interface Aggregate<
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
> extends StreamKind {
  readonly events: EventDefinitions<Event>;
  readonly decider: Decider<State, Command, Event, Rejections>;
  /** For streams that grow long. */
  readonly snapshot?: SnapshotCodec<State>;
}

/** How a state becomes JSON and back. */
export interface SnapshotCodec<State> {
  /** Names the fold and the shape; a snapshot made by another is not read. */
  readonly madeBy: string;
  /** Undefined when there is nothing to keep. */
  encode(state: State): unknown;
  /** Undefined for JSON that is no such state. */
  decode(json: unknown): State | undefined;
}

/** The part of an aggregate that folding needs. */
export interface Foldable<State, Event extends AnyEvent> extends StreamKind {
  readonly events: EventDefinitions<Event>;
  readonly decider: {
    readonly initialState: State;
    evolve(state: State, event: Event): State;
  };
  readonly snapshot?: SnapshotCodec<State>;
}

/**
 * The stored event as one of the aggregate's own; undefined for an event that concerns the log alone, which may stand
 * in any stream. Throws UnreadableEvent.
 */
export const readEventOf = <Event extends AnyEvent>(
  { events }: { readonly events: EventDefinitions<Event> },
  stored: StoredEvent,
): Event | undefined => (Object.hasOwn(streamEvents, stored.type) ? undefined : decodeEvent(events, stored));

/** The state after the stream's next stored event. Throws UnreadableEvent. */
export const evolveStored = <State, Event extends AnyEvent>(
  aggregate: Foldable<State, Event>,
  state: State,
  stored: StoredEvent,
): State => {
  const event = readEventOf(aggregate, stored);
  return event === undefined ? state : aggregate.decider.evolve(state, event);
};
