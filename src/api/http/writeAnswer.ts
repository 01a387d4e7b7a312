import type { Outcome } from '../../commands/engine/Outcome.ts';
import type { AnyEvent } from '../../domain/kernel/decider.ts';
import type { Position } from '../../ports/EventStore.ts';
import { ProblemError } from './problems/Problem.ts';
import { type ApiRejection, problemOfOutcome } from './problems/refusals.ts';

export type Done<State, Event extends AnyEvent = AnyEvent> = Extract<
  Outcome<State, ApiRejection, Event>,
  { readonly outcome: 'done' }
>;

interface HeaderSink {
  header(name: string, value: string): unknown;
}

export const setWriteHeaders = (
  reply: HeaderSink,
  { position, replayed }: { readonly position: Position; readonly replayed: boolean },
): void => {
  reply.header('marquee-position', position);
  if (replayed) reply.header('idempotency-replayed', 'true');
};

/** Throws the problem of an outcome that is not done. */
export const doneOrProblem = <State, Event extends AnyEvent>(
  reply: HeaderSink,
  outcome: Outcome<State, ApiRejection, Event>,
): Done<State, Event> => {
  if (outcome.outcome !== 'done') throw new ProblemError(problemOfOutcome(outcome));
  setWriteHeaders(reply, outcome);
  return outcome;
};

/** When a write was decided: its answer and each repeat show things as of then. */
export const decidedAtMs = ({ events }: Done<unknown>, nowMs: number): number => {
  const at = events.at(-1)?.at;
  return at === undefined ? nowMs : Date.parse(at);
};
