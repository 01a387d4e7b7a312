import { expect, it } from 'vitest';
import { retrying } from '../../../src/adapters/eventstoredb/retrying.ts';
import { EventStoreUnavailable } from '../../../src/ports/EventStore.ts';

/** The pause after this attempt is 300 ms at least. */
const lastOfTheFirst = 6;

it('goes on without a pause when another server leads', async () => {
  const first = new AbortController();
  let movedAtMs = 0;
  let tries = 0;
  const limits = {
    attemptMs: 1_000,
    retryForMs: 60_000,
    closed: new AbortController().signal,
    abandoned: () => (first.signal.aborted ? new AbortController().signal : first.signal),
    onFailed: () => undefined,
  };
  const pausedMs = await retrying('ask', limits, async () => {
    tries += 1;
    if (first.signal.aborted) return performance.now() - movedAtMs;
    if (tries === lastOfTheFirst) {
      setTimeout(() => {
        movedAtMs = performance.now();
        first.abort();
      }, 1);
    }
    throw new EventStoreUnavailable('nothing listens');
  });
  expect(tries).toBe(lastOfTheFirst + 1);
  expect(pausedMs).toBeLessThan(250);
});
