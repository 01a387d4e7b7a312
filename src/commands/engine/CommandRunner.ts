import type { Aggregate } from '../../domain/kernel/aggregate.ts';
import type { AnyCommand, AnyEvent, CommandOf, RejectionsBy } from '../../domain/kernel/decider.ts';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { CommandContext, Outcome } from './Outcome.ts';

/** A folded stream. `revision` is -1 and `state` the initial one when the stream does not exist. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: number;
  /** Of the last event folded; `positionStart` when there is none. */
  readonly position: Position;
}

/** Runs the commands of one kind of stream. */
export interface CommandRunner<
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
> {
  /** Decides and appends. Answers only after the append is durable. Never throws for what an outcome can say. */
  execute<Type extends Command['type']>(
    id: string,
    command: CommandOf<Command, Type>,
    context: CommandContext,
  ): Promise<Outcome<State, Rejections[Type], Event | StreamEvent>>;
  /** The first answer to a request that this stream remembers under the context's key; undefined when it does not. */
  repeat(
    id: string,
    context: CommandContext,
  ): Promise<Outcome<State, never, Event | StreamEvent> | undefined>;
  /**
   * The stream as this node knows it: resident and fed by the log's tail, or loaded now. Throws
   * EventStoreUnavailable when it is not resident and the log is away.
   */
  read(id: string): Promise<Folded<State>>;
  /** The stream as it was right after `revision`; the last state when the stream is shorter. */
  readAt(id: string, revision: number): Promise<Folded<State>>;
  /** The stream as it was at an instant (events with `at` not after it). */
  readAsOf(id: string, instantMs: number): Promise<Folded<State>>;
}

/** The runner of an aggregate: `RunnerOf<typeof showtimeAggregate>`. */
export type RunnerOf<Definition> =
  Definition extends Aggregate<infer State, infer Command, infer Event, infer Rejections>
    ? CommandRunner<State, Command, Event, Rejections>
    : never;
