import type { AnyCommand, AnyEvent, AnyRejection, Decider, RejectionsBy } from './decider.ts';
import { decodeOnce, type EventDefinitions, type StoredEvent } from './eventDefinition.ts';
import { isStreamEvent } from './streamEvents.ts';
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
  readonly forgetting?: Forgetting<State, Event>;
}

/** For a state that keeps the most recent of some things only: how one of them is put back from the stream. */
export interface Forgetting<State, Event extends AnyEvent> {
  /** The id of the thing that the event tells of, if the state may forget it later. */
  idIn(event: Event): string | undefined;
  isKnown(state: State, id: string): boolean;
  /** The id of the thing for whose absence the command was refused. */
  missedBy(command: AnyCommand, rejection: AnyRejection): string | undefined;
  /** The state with the thing as its events (all that `idIn` names, in order) left it; the same state if they cannot. */
  recall(state: State, id: string, events: readonly Event[]): State;
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
  readonly forgetting?: Forgetting<State, Event>;
}

/** Undefined for an event of the log, which may stand in any stream. Throws UnreadableEvent. */
export const readEventOf = <Event extends AnyEvent>(
  { events }: { readonly events: EventDefinitions<Event> },
  stored: StoredEvent,
): Event | undefined => (isStreamEvent(stored) ? undefined : decodeOnce(events, stored));
