export interface Decider<State, Command extends AnyCommand, Event, Rejections extends RejectionsBy<Command>> {
  readonly initialState: State;
  decide<C extends Command>(command: Timed<C>, state: State): Decision<Event, Rejections[C['type']]>;
  /** Never throws for an event that `decide` produced; never changes its argument. */
  evolve(state: State, event: Event): State;
}

export interface AnyCommand {
  readonly type: string;
}

export type RejectionsBy<Command extends AnyCommand> = Readonly<Record<Command['type'], AnyRejection>>;

export type CommandOf<Command extends AnyCommand, Type extends Command['type']> = Command & {
  readonly type: Type;
};

export type Rules<State, Command extends AnyCommand, Event, Rejections extends RejectionsBy<Command>> = {
  readonly [Type in Command['type']]: (
    command: Timed<CommandOf<Command, Type>>,
    state: State,
  ) => Decision<Event, Rejections[Type]>;
};

export const decideBy =
  <State, Command extends AnyCommand, Event, Rejections extends RejectionsBy<Command>>(
    rules: Rules<State, Command, Event, Rejections>,
  ): Decider<State, Command, Event, Rejections>['decide'] =>
  <C extends Command>(command: Timed<C>, state: State): Decision<Event, Rejections[C['type']]> => {
    const type: C['type'] = command.type;
    return rules[type](command, state);
  };

/** `nowMs`: decision time in ms since the epoch, the later of the node's clock and the stream's last event. */
export type Timed<Command> = Command & { readonly nowMs: number };

export type Decision<Event, Rejection> =
  | {
      readonly kind: 'accepted';
      readonly events: readonly Event[];
      /** No repeat can have another result, so the idempotency key need not be remembered. */
      readonly final?: true;
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

export const accept = <Event>(
  ...events: readonly Event[]
): { kind: 'accepted'; events: readonly Event[] } => ({
  kind: 'accepted',
  events,
});

export const nothingEver = (): { kind: 'accepted'; events: readonly never[]; final: true } => ({
  kind: 'accepted',
  events: [],
  final: true,
});

export const reject = <Rejection>(rejection: Rejection): { kind: 'rejected'; rejection: Rejection } => ({
  kind: 'rejected',
  rejection,
});

export interface AnyRejection {
  readonly reason: string;
}

export interface AnyEvent {
  readonly type: string;
  readonly data: unknown;
}
