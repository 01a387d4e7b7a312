import { expect, test } from 'vitest';
import { forEachInFlight } from '../../src/demo/inFlight.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('does every item once, in order, never more at a time than allowed', async () => {
  const started: number[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  await forEachInFlight(
    Array.from({ length: 100 }, (_, index) => index),
    7,
    async (item) => {
      started.push(item);
      mostInFlight = Math.max(mostInFlight, ++inFlight);
      await turn();
      inFlight -= 1;
    },
  );
  expect(started).toEqual(Array.from({ length: 100 }, (_, index) => index));
  expect(mostInFlight).toBe(7);
});

test('throws the first error, after what was in flight is over, and takes nothing more', async () => {
  const finished: number[] = [];
  const work = async (item: number): Promise<void> => {
    await turn();
    if (item === 2) throw new Error('item 2 is bad');
    await turn();
    finished.push(item);
  };
  await expect(forEachInFlight([0, 1, 2, 3, 4, 5, 6, 7], 4, work)).rejects.toThrow('item 2 is bad');
  expect(finished).toEqual([0, 1, 3]);
});

test('takes nothing more once it is aborted', async () => {
  const abort = new AbortController();
  const finished: number[] = [];
  const work = async (item: number): Promise<void> => {
    await turn();
    if (item === 3) abort.abort();
    finished.push(item);
  };
  await forEachInFlight([0, 1, 2, 3, 4, 5, 6, 7], 2, work, abort.signal);
  expect(finished).not.toContain(7);
  expect(finished).toContain(3);
});

test('nothing to do is done', async () => {
  await forEachInFlight([], 5, () => Promise.reject(new Error('never')));
});
