import type { Aggregate } from '../../domain/kernel/aggregate.ts';
import type { AnyCommand, AnyEvent, CommandOf, RejectionsBy } from '../../domain/kernel/decider.ts';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { CommandContext, Outcome } from './Outcome.ts';

/** `revision` is -1 and `state` the initial one when the stream does not exist. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: number;
  /** Of the last event folded; `positionStart` when there is none. */
  readonly position: Position;
}

/** Right after a position, or after all that was recorded at an instant or before. */
export type AsOf = { readonly position: Position } | { readonly instant: string };

export const isWithin = (
  asOf: AsOf,
  { position, at }: { readonly position: Position; readonly at: string },
): boolean => ('position' in asOf ? position <= asOf.position : at <= asOf.instant);

export interface CommandRunner<
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
> {
  /** Decides and appends; resolves after the append is durable. Throws for bugs and UnreadableEvent only. */
  execute<Type extends Command['type']>(
    id: string,
    command: CommandOf<Command, Type>,
    context: CommandContext,
  ): Promise<Outcome<State, Rejections[Type], Event | StreamEvent>>;
  /** The first answer to the request of the context's key; undefined for a key that the stream has never seen. */
  repeat(
    id: string,
    context: CommandContext,
  ): Promise<Outcome<State, never, Event | StreamEvent> | undefined>;
  /**
   * What the command is refused with, without waiting; nothing is done. Undefined for a command that may be granted, for one with a
   * key, and where more than memory has to be asked. Throws what the decider throws.
   */
  refusal<Type extends Command['type']>(
    id: string,
    command: CommandOf<Command, Type>,
    context: CommandContext,
  ): Rejections[Type] | undefined;
  /** As `read`, without waiting; undefined where that loads or reads on. */
  known(id: string): Folded<State> | undefined;
  /**
   * From memory, or loaded when it is not resident. `including` is the id of a thing that the state may have forgotten
   * (see Forgetting): it is looked up in the stream. Throws EventStoreUnavailable.
   */
  read(id: string, including?: string): Promise<Folded<State>>;
  /** As `read`, with all that was acknowledged to anyone before the call. */
  readCurrent(id: string): Promise<Folded<State>>;
  /** The stream right after `revision`; the last state when the stream is shorter. */
  readAt(id: string, revision: number): Promise<Folded<State>>;
  readAsOf(id: string, asOf: AsOf): Promise<Folded<State>>;
}

export type RunnerOf<Definition> =
  Definition extends Aggregate<infer State, infer Command, infer Event, infer Rejections>
    ? CommandRunner<State, Command, Event, Rejections>
    : never;
