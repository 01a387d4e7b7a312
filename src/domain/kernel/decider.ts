/**
 * The shape of every write model: a pure pair of functions. No clock, randomness or I/O in here; time and
 * identity arrive inside the command.
 */
export interface Decider<State, Command, Event, Rejection> {
  /** The state of a stream that does not exist yet. */
  readonly initialState: State;
  /** What the command causes in this state: events (none when there is nothing to do) or a typed "no". */
  decide(command: Timed<Command>, state: State): Decision<Event, Rejection>;
  /** The state after the event. Never throws for an event that `decide` produced; never changes its argument. */
  evolve(state: State, event: Event): State;
}

/**
 * A command with its decision time, stamped by the runner: milliseconds since the epoch, the later of the node's
 * clock and the time of the stream's last event.
 */
export type Timed<Command> = Command & { readonly nowMs: number };

export type Decision<Event, Rejection> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[] }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export const accept = <Event>(
  ...events: readonly Event[]
): { kind: 'accepted'; events: readonly Event[] } => ({
  kind: 'accepted',
  events,
});

export const reject = <Rejection>(rejection: Rejection): { kind: 'rejected'; rejection: Rejection } => ({
  kind: 'rejected',
  rejection,
});

/** What every typed "no" looks like: `reason` names the obstacle, the other fields are its data. */
export interface AnyRejection {
  readonly reason: string;
}

/** What every domain event looks like. */
export interface AnyEvent {
  readonly type: string;
  readonly data: unknown;
}
