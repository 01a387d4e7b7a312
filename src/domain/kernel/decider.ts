/** A write model as a pure pair of functions; time and identity arrive inside the command. */
export interface Decider<State, Command extends AnyCommand, Event, Rejections extends RejectionsBy<Command>> {
  /** The state of a stream that does not exist yet. */
  readonly initialState: State;
  /** What the command causes in this state: events (none when there is nothing to do) or a typed "no". */
  decide<C extends Command>(command: Timed<C>, state: State): Decision<Event, Rejections[C['type']]>;
  /** The state after the event. Never throws for an event that `decide` produced; never changes its argument. */
  evolve(state: State, event: Event): State;
}

export interface AnyCommand {
  readonly type: string;
}

/** Which rejections each command can meet, by the command's type. */
export type RejectionsBy<Command extends AnyCommand> = Readonly<Record<Command['type'], AnyRejection>>;

/** The command of one type, out of the union. */
export type CommandOf<Command extends AnyCommand, Type extends Command['type']> = Command & {
  readonly type: Type;
};

/** One rule per command: what {@link decideBy} makes a `decide` from. */
export type Rules<State, Command extends AnyCommand, Event, Rejections extends RejectionsBy<Command>> = {
  readonly [Type in Command['type']]: (
    command: Timed<CommandOf<Command, Type>>,
    state: State,
  ) => Decision<Event, Rejections[Type]>;
};

/** Asks the rule of the command's type. */
export const decideBy =
  <State, Command extends AnyCommand, Event, Rejections extends RejectionsBy<Command>>(
    rules: Rules<State, Command, Event, Rejections>,
  ): Decider<State, Command, Event, Rejections>['decide'] =>
  <C extends Command>(command: Timed<C>, state: State): Decision<Event, Rejections[C['type']]> => {
    const type: C['type'] = command.type;
    return rules[type](command, state);
  };

/**
 * A command with its decision time, stamped by the runner: milliseconds since the epoch, the later of the node's
 * clock and the time of the stream's last event.
 */
export type Timed<Command> = Command & { readonly nowMs: number };

export type Decision<Event, Rejection> =
  | {
      readonly kind: 'accepted';
      readonly events: readonly Event[];
      /** No repeat of the command can ever have another result, so its idempotency key need not be remembered. */
      readonly final?: true;
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export const accept = <Event>(
  ...events: readonly Event[]
): { kind: 'accepted'; events: readonly Event[] } => ({
  kind: 'accepted',
  events,
});

/** Nothing to do, now or at any repeat: see {@link Decision}. */
export const nothingEver = (): { kind: 'accepted'; events: readonly never[]; final: true } => ({
  kind: 'accepted',
  events: [],
  final: true,
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
