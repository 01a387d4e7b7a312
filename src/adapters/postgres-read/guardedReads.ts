import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { type ReadKind, ReadStoreUnavailable } from '../../ports/ReadStore.ts';
import { guard } from '../guard.ts';

/** Including the wait for a connection. */
export const readTimeoutMs = 4_000;
const failuresMax = 3;
const openMs = 500;

/** The rest of the pool is for short reads and writers. */
const atOnce: Readonly<Partial<Record<ReadKind, { readonly most: number; readonly waitingMax: number }>>> = {
  search: { most: 3, waitingMax: 200 },
  facets: { most: 2, waitingMax: 100 },
  reports: { most: 2, waitingMax: 50 },
  'showtime lists': { most: 3, waitingMax: 200 },
};

/** Also throws ReadStoreUnavailable: no answer in time, too many wait, or the circuit breaker of the kind is open. */
export type GuardedRead = <Answer>(kind: ReadKind, read: () => Promise<Answer>) => Promise<Answer>;

class TooManyReads extends ReadStoreUnavailable {}

const guardKind = (kind: ReadKind, withinMs: number) => {
  const { run } = guard({
    ...{ withinMs, failuresMax, openMs },
    isOutage: (error) => error instanceof ReadStoreUnavailable && !(error instanceof TooManyReads),
    unanswered: (cause) =>
      new ReadStoreUnavailable(`the database gave no answer within ${withinMs} ms (${kind})`, { cause }),
    leftAlone: (cause) =>
      new ReadStoreUnavailable(`the database is away, and is left alone for a moment (${kind})`, { cause }),
  });
  const { most, waitingMax } = atOnce[kind] ?? { most: Number.POSITIVE_INFINITY, waitingMax: 0 };
  const room = bulkhead(most, waitingMax);
  return async <Answer>(read: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await run((signal) => room.execute(read, signal), 'not-waiting');
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new TooManyReads(`${waitingMax} reads wait already (${kind})`, { cause: error });
    }
  };
};

/** For reads of requests. Writers of models wait longer. */
export const guardReads = (withinMs = readTimeoutMs): GuardedRead => {
  const kinds = new Map<ReadKind, ReturnType<typeof guardKind>>();
  return (kind, read) => {
    const guarded = kinds.get(kind) ?? guardKind(kind, withinMs);
    kinds.set(kind, guarded);
    return guarded(read);
  };
};
