/**
 * Trying a call again while its outcome is unknown, bounded by time. Which calls may be repeated is for the caller to
 * know: only those that change nothing when they happen twice.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import { isAnswer, textOfError } from './clientErrors.ts';

/** About 5 ms are lost per failed attempt, so the first pause is longer than that; the last ones spare the server. */
const pauseFirstMs = 20;
const pauseMaxMs = 400;

export interface RetryLimits {
  /** How long one attempt may take before the next one starts. */
  readonly deadlineMs: number;
  /** No attempt starts later than this after the first: a call takes at most both together. */
  readonly retryForMs: number;
  /** Aborted when the store closes. */
  readonly closed: AbortSignal;
}

/** What `call` gives within the time, unless the store closes before. */
const within = async <Result>(
  call: Promise<Result>,
  deadlineMs: number,
  closed: AbortSignal,
): Promise<Result> => {
  const settled = new AbortController();
  const overdue = pause(deadlineMs, undefined, { signal: AbortSignal.any([settled.signal, closed]) }).then(
    () => {
      throw new EventStoreUnavailable(`no answer within ${deadlineMs} ms`);
    },
  );
  // The loser of the race may still reject, long after anybody cares.
  overdue.catch(() => undefined);
  try {
    return await Promise.race([call, overdue]);
  } finally {
    settled.abort();
  }
};

/**
 * What `attempt` gives, tried until it answers. An overdue attempt goes on, and its answer counts if it comes before
 * that of a later one. Throws the answer if that is an error; EventStoreUnavailable when no attempt was answered in
 * time or the store closed meanwhile.
 */
export const retrying = async <Result>(
  what: string,
  { deadlineMs, retryForMs, closed }: RetryLimits,
  attempt: () => Promise<Result>,
): Promise<Result> => {
  const until = performance.now() + retryForMs;
  const { promise: answered, resolve, reject } = Promise.withResolvers<Result>();
  answered.catch(() => undefined);
  /** Rejects with what is no answer, as the reason to try again. */
  const tryOnce = async (): Promise<Result> => {
    try {
      const result = await attempt();
      resolve(result);
    } catch (error) {
      if (!isAnswer(error)) throw error;
      reject(error);
    }
    return answered;
  };
  let pauseMs = pauseFirstMs;
  for (let tries = 1; ; tries += 1) {
    if (closed.aborted) throw new EventStoreUnavailable(`${what}: the event store is closed`);
    const trying = tryOnce();
    trying.catch(() => undefined);
    try {
      return await within(Promise.race([trying, answered]), deadlineMs, closed);
    } catch (error) {
      if (isAnswer(error)) throw error;
      if (closed.aborted || performance.now() + pauseMs >= until) {
        throw new EventStoreUnavailable(`${what}: ${textOfError(error)} (${tries} tries)`, { cause: error });
      }
    }
    // A little chance keeps the callers of one outage from returning all at once.
    await pause(pauseMs * (0.75 + Math.random() / 2), undefined, { signal: closed }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
  }
};
