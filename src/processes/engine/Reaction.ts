import type { CommandContext, Outcome } from '../../commands/engine/Outcome.ts';
import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import type { EventDefinitions } from '../../domain/kernel/eventDefinition.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import { EventStoreUnavailable, type Position } from '../../ports/EventStore.ts';

export type SourceEvent<Event extends AnyEvent> = Event & {
  readonly id: string;
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  /** Decision time, ISO 8601 UTC. */
  readonly at: string;
};

/** Where a reaction without a checkpoint starts. */
export interface Begin {
  /** Events up to here are not delivered, but for those of `earlier`. */
  readonly position: Position;
  /** Types of events that are delivered although they stand before `position`. */
  readonly earlier?: readonly string[];
}

/**
 * Follows the log with a checkpoint: events in, commands out. An event may be delivered more than once, so the
 * commands must be idempotent by it. What is due by time is a `Job`.
 */
export interface Reaction<Event extends AnyEvent = AnyEvent> {
  /** Lower case letters and underscores. Names the checkpoint: a reaction of another name starts again. */
  readonly name: string;
  /** What stands before the first `-` of the streams it follows. */
  readonly categories: readonly string[];
  readonly definitions: EventDefinitions;
  /** Asked when there is no checkpoint yet, and again if that was interrupted. Default: the start of the log. */
  begin?(): Promise<Begin>;
  /**
   * Sends the commands that follow from an event. Events of one stream come in order,
   * and what this node reads of the log is at least as new as the event. `context` carries the event's
   * correlation and actor, and names the event as the cause. An EventStoreUnavailable, KeyStoreUnavailable, ReadStoreUnavailable,
   * ReadModelMissing or WaitingRoomUnavailable stops the reaction until it succeeds; any other error parks the stream.
   */
  react(event: SourceEvent<Event>, context: CommandContext): Promise<void>;
}

/** Throws EventStoreUnavailable when the command may succeed later, and an Error when it was refused. */
export const mustBeDone = <State, Rejection extends AnyRejection>(
  outcome: Outcome<State, Rejection>,
): Extract<Outcome<State, Rejection>, { outcome: 'done' }> => {
  if (outcome.outcome === 'done') return outcome;
  if (outcome.outcome === 'unavailable') throw new EventStoreUnavailable(outcome.why);
  throw new Error(outcome.outcome === 'rejected' ? `refused: ${outcome.rejection.reason}` : outcome.outcome);
};

/** The id in the name of the event's stream. */
export const idOf = ({ stream }: { readonly stream: string }): string => idOfStream(stream);
