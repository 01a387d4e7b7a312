import { ReadStoreUnavailable } from '../../ports/ReadStore.ts';
import { guard } from '../guard.ts';

/** For getting a connection and the answer together. */
export const readTimeoutMs = 4_000;
const failuresMax = 3;
const openMs = 500;

/** Runs one read. Throws what it throws, and ReadStoreUnavailable when it gave no answer or was not asked. */
export type GuardedRead = <Answer>(read: () => Promise<Answer>) => Promise<Answer>;

/** For reads that people wait for. What writes the models does not go through it: it waits longer. */
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
