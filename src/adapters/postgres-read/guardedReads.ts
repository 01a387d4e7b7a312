/**
 * Stands before what people wait for: no read waits longer than a bound, and a database that gave several of them no
 * answer is left alone for a moment and then tried by one. Writing the models must not enter: it is patient.
 */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleType,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import { ReadStoreUnavailable } from '../../ports/ReadStore.ts';

/** For getting a connection and the answer together. */
export const readTimeoutMs = 4_000;
const failuresMax = 3;
const openMs = 500;

const away = (cause?: unknown): ReadStoreUnavailable =>
  new ReadStoreUnavailable('the database is away, and is left alone for a moment', { cause });

/** Runs one read. Throws what it throws, and ReadStoreUnavailable when it gave no answer or was not asked. */
export type GuardedRead = <Answer>(read: () => Promise<Answer>) => Promise<Answer>;

export const guardReads = (timeoutMs = readTimeoutMs): GuardedRead => {
  const bound = timeout(timeoutMs, TimeoutStrategy.Aggressive);
  const breaker = circuitBreaker(handleType(ReadStoreUnavailable), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(failuresMax),
  });
  const inTime = async <Answer>(read: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await bound.execute(read);
    } catch (error) {
      if (!(error instanceof TaskCancelledError)) throw error;
      throw new ReadStoreUnavailable(`the database gave no answer within ${timeoutMs} ms`, { cause: error });
    }
  };
  return async (read) => {
    // Somebody else is trying it: that takes as long as nobody should wait.
    if (breaker.state === CircuitState.HalfOpen) throw away();
    try {
      return await breaker.execute(() => inTime(read));
    } catch (error) {
      if (error instanceof BrokenCircuitError) throw away(error);
      throw error;
    }
  };
};
