import { ReadStoreUnavailable } from '../../ports/ReadStore.ts';
import { guard } from '../guard.ts';

/** Including the wait for a connection. */
export const readTimeoutMs = 4_000;
const failuresMax = 3;
const openMs = 500;

/** Also throws ReadStoreUnavailable: no answer in time, or the circuit breaker is open. */
export type GuardedRead = <Answer>(read: () => Promise<Answer>) => Promise<Answer>;

/** For reads of requests. Writers of models wait longer. */
export const guardReads = (withinMs = readTimeoutMs): GuardedRead => {
  const { run } = guard({
    ...{ withinMs, failuresMax, openMs },
    isOutage: (error) => error instanceof ReadStoreUnavailable,
    unanswered: (cause) =>
      new ReadStoreUnavailable(`the database gave no answer within ${withinMs} ms`, { cause }),
    leftAlone: (cause) =>
      new ReadStoreUnavailable('the database is away, and is left alone for a moment', { cause }),
  });
  return (read) => run(read, 'not-waiting');
};
