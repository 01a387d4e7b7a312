/** Nobody waits long for a database that hangs, and few wait at all once it is known to. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { guardReads } from '../../../src/adapters/postgres-read/guardedReads.ts';
import { ReadModelMissing, ReadStoreUnavailable } from '../../../src/ports/ReadStore.ts';

let ofKinds: ReturnType<typeof guardReads>;
const guarded = <Answer>(read: () => Promise<Answer>) => ofKinds('other', read);
let asked = 0;

beforeEach(() => {
  vi.useFakeTimers();
  ofKinds = guardReads(1_000);
  asked = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

const hang = () => {
  asked += 1;
  return new Promise<never>(() => undefined);
};
const answer = async () => {
  asked += 1;
  return 'answer';
};
/** What a read came to and when, in milliseconds from now. */
const outcomeOf = async (read: Promise<unknown>): Promise<readonly [string, number]> => {
  const fromMs = performance.now();
  const settled = read.then(
    (value) => String(value),
    (error: unknown) => (error instanceof ReadStoreUnavailable ? 'unavailable' : String(error)),
  );
  return [await settled, Math.round(performance.now() - fromMs)];
};
const soon = async (read: Promise<unknown>, ms = 0) => {
  const outcome = outcomeOf(read);
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
};
const breakIt = async () => {
  const reads = Promise.all(Array.from({ length: 3 }, () => outcomeOf(guarded(hang))));
  await vi.advanceTimersByTimeAsync(1_000);
  return reads;
};

it('gives a read up that gets no answer in time', async () => {
  expect(await soon(guarded(hang), 1_000)).toEqual(['unavailable', 1_000]);
  expect(await soon(guarded(answer))).toEqual(['answer', 0]);
});

it('asks nothing for a moment after several were given up, then asks for one alone', async () => {
  expect(await breakIt()).toEqual(Array.from({ length: 3 }, () => ['unavailable', 1_000]));
  expect(await soon(guarded(answer))).toEqual(['unavailable', 0]);
  expect(asked).toBe(3);
  await vi.advanceTimersByTimeAsync(500);
  const trial = outcomeOf(guarded(hang));
  expect(await soon(guarded(answer))).toEqual(['unavailable', 0]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await trial).toEqual(['unavailable', 1_000]);
  expect(asked).toBe(4);
});

it('goes on as before once one was answered', async () => {
  await breakIt();
  await vi.advanceTimersByTimeAsync(500);
  expect(await soon(guarded(answer))).toEqual(['answer', 0]);
  expect(await soon(guarded(hang), 1_000)).toEqual(['unavailable', 1_000]);
  expect(await soon(guarded(answer))).toEqual(['answer', 0]);
});

it('takes a missing model for an answer', async () => {
  const missing = async () => {
    throw new ReadModelMissing('no such model');
  };
  for (let count = 0; count < 10; count += 1) {
    expect((await soon(guarded(missing)))[0]).toContain('no such model');
  }
  expect(await soon(guarded(answer))).toEqual(['answer', 0]);
});

it('breaks for one kind of reads and not for the others', async () => {
  await breakIt();
  expect(await soon(guarded(answer))).toEqual(['unavailable', 0]);
  expect(await soon(ofKinds('search', answer))).toEqual(['answer', 0]);
});

it('lets a few reads of a heavy kind run at a time, and refuses those that too many wait before', async () => {
  let running = 0;
  let most = 0;
  const slow = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    return 'answer';
  };
  const reads = Promise.all(Array.from({ length: 103 }, () => outcomeOf(ofKinds('facets', slow))));
  expect(await soon(ofKinds('search', answer))).toEqual(['answer', 0]);
  await vi.advanceTimersByTimeAsync(100);
  const outcomes = (await reads).map(([outcome]) => outcome);
  expect({ most, refused: outcomes.filter((outcome) => outcome === 'unavailable').length }).toEqual({
    most: 2,
    refused: 1,
  });
  // Being refused for others is no outage.
  expect(await soon(ofKinds('facets', answer))).toEqual(['answer', 0]);
});

it('asks nothing for a read that was given up while it waited', async () => {
  const reads = Promise.all(Array.from({ length: 5 }, () => outcomeOf(ofKinds('facets', hang))));
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await reads).map(([outcome]) => outcome)).toEqual(Array.from({ length: 5 }, () => 'unavailable'));
  expect(asked).toBe(2);
});
