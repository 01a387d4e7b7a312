/**
 * What the API, processes and the importer see of the running of commands: one runner per kind of stream. The
 * stream's name is `<category>-<id>`.
 */
import type { AnyRejection } from '../../domain/kernel/decider.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { CommandContext, Outcome } from './Outcome.ts';

/** A folded stream. `revision` is -1 and `state` the initial one when the stream does not exist. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: number;
  /** Of the last event folded; `positionStart` when there is none. */
  readonly position: Position;
}

export interface CommandRunner<State, Command, Rejection extends AnyRejection> {
  readonly category: string;
  /** Decides and appends. Answers only after the append is durable. Never throws for what an outcome can say. */
  execute(id: string, command: Command, context: CommandContext): Promise<Outcome<State, Rejection>>;
  /** The first answer to a request that this stream remembers under the context's key; undefined when it does not. */
  repeat(id: string, context: CommandContext): Promise<Outcome<State, Rejection> | undefined>;
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
