import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import { isAnswer, textOfError } from './clientErrors.ts';

/** A failed attempt takes about 5 ms. */
const pauseFirstMs = 20;
const pauseMaxMs = 400;

export interface RetryLimits {
  /** After this time the next attempt starts. */
  readonly attemptMs: number;
  /** No attempt starts later than this after the first: a call takes at most the sum of both. */
  readonly retryForMs: number;
  readonly closed: AbortSignal;
  /** Called as an attempt starts: when the signal comes, the next one starts without waiting for this one, or for a pause. */
  readonly abandoned: () => AbortSignal;
  readonly onFailed: () => void;
}

/** Rejects with EventStoreUnavailable when the time is over, or with the first of the signals. */
export const within = async <Result>(
  call: Promise<Result>,
  withinMs: number,
  signals: readonly AbortSignal[],
): Promise<Result> => {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, ...signals]);
  const giveUp = (): never => {
    throw new EventStoreUnavailable(`no answer within ${withinMs} ms`);
  };
  const overdue = pause(withinMs, undefined, { signal }).then(giveUp, giveUp);
  overdue.catch(() => undefined);
  try {
    return await Promise.race([call, overdue]);
  } finally {
    settled.abort();
  }
};

/** For idempotent calls. An overdue attempt goes on, and the first answer counts. Throws it if it is an error. */
export const retrying = async <Result>(
  what: string,
  { attemptMs, retryForMs, closed, abandoned, onFailed }: RetryLimits,
  attempt: () => Promise<Result>,
): Promise<Result> => {
  const until = performance.now() + retryForMs;
  const { promise: answered, resolve, reject } = Promise.withResolvers<Result>();
  answered.catch(() => undefined);
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
    const another = abandoned();
    const signals = [closed, another];
    const trying = tryOnce();
    trying.catch(() => undefined);
    try {
      return await within(Promise.race([trying, answered]), attemptMs, signals);
    } catch (error) {
      if (isAnswer(error)) throw error;
      onFailed();
      if (closed.aborted || performance.now() + pauseMs >= until) {
        throw new EventStoreUnavailable(`${what}: ${textOfError(error)} (${tries} tries)`, { cause: error });
      }
    }
    const signal = AbortSignal.any([closed, another]);
    await pause(pauseMs * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
  }
};
