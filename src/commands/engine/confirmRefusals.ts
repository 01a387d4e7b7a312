import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import type { Decided } from './decideBatch.ts';
import type { LogTail } from './LogTail.ts';

/** What is known of a batch's decisions while they are made, perhaps several times. */
export interface BatchKnowledge {
  /** The log was read to its end after the batch's commands had come. */
  newerThanRequests: boolean;
}

/**
 * Makes sure that decisions which append nothing rest on a recent state of the log. A refused request with a key may
 * repeat what another node has just done, and a hold that is unknown here may have just been made there, so the log is
 * read after the request came; only refusals that the decider names may be up to `freshnessMs` old. Once is enough for
 * a batch. Throws EventStoreUnavailable.
 */
export const confirmRefusals = async <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  decided: readonly Decided<State, Command, Event, Rejection>[],
  tail: Pick<LogTail, 'confirmFresh' | 'confirmNow'>,
  refusesFromMemory: ((rejection: Rejection) => boolean) | undefined,
  known: BatchKnowledge,
): Promise<void> => {
  const mustBeSure = decided.some(
    ({ waiting, verdict }) =>
      verdict.kind === 'rejected' &&
      (waiting.context.idempotency !== undefined || refusesFromMemory?.(verdict.rejection) !== true),
  );
  if (known.newerThanRequests || !mustBeSure) return await tail.confirmFresh();
  await tail.confirmNow();
  known.newerThanRequests = true;
};
