import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import type { Decided } from './decideBatch.ts';
import type { LogTail } from './LogTail.ts';
import type { CommandContext } from './Outcome.ts';

export type RefusesFromMemory<Rejection> = (rejection: Rejection) => boolean;

/** A refused request with a key may repeat what another node has just done. */
export const asksMemory = ({ idempotency }: Pick<CommandContext, 'idempotency'>): boolean =>
  idempotency === undefined;

/** Whether a refusal may be up to `freshnessMs` old. */
export const restsOnMemory = <Rejection>(
  context: Pick<CommandContext, 'idempotency'>,
  rejection: Rejection,
  refusesFromMemory: RefusesFromMemory<Rejection> | undefined,
): boolean => asksMemory(context) && refusesFromMemory?.(rejection) === true;

/** What is known of a batch's decisions while they are made, perhaps several times. */
export interface BatchKnowledge {
  /** The log was read to its end after the batch's commands had come. */
  newerThanRequests: boolean;
}

/**
 * Makes sure that decisions which append nothing rest on a recent state of the log. A hold that is unknown here may have
 * just been made on another node, so the log is read after the request came, but for refusals that may rest on memory.
 * Once is enough for a batch. Throws EventStoreUnavailable.
 */
export const confirmRefusals = async <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  decided: readonly Decided<State, Command, Event, Rejection>[],
  tail: Pick<LogTail, 'confirmFresh' | 'confirmNow'>,
  refusesFromMemory: RefusesFromMemory<Rejection> | undefined,
  known: BatchKnowledge,
): Promise<void> => {
  const mustBeSure = decided.some(
    ({ waiting, verdict }) =>
      verdict.kind === 'rejected' && !restsOnMemory(waiting.context, verdict.rejection, refusesFromMemory),
  );
  if (known.newerThanRequests || !mustBeSure) return await tail.confirmFresh();
  await tail.confirmNow();
  known.newerThanRequests = true;
};
