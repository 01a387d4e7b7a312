import { describe, expect, it } from 'vitest';
import { growingPass, inFlight } from '../../../src/processes/engine/growingPass.ts';

describe('a growing pass', () => {
  it('doubles while it is full, up to its most, and begins again when it is not', () => {
    const passes = growingPass({ first: 2, most: 5 });
    const seen = [2, 4, 5, 5, 1].map((found) => [passes.size(), passes.wasFull(found)]);
    expect(seen).toEqual([
      [2, true],
      [4, true],
      [5, true],
      [5, true],
      [5, false],
    ]);
    expect(passes.size()).toBe(2);
  });
});

describe('work in flight', () => {
  it('is never more than its bound, and all is done', async () => {
    let now = 0;
    let most = 0;
    const done: number[] = [];
    await inFlight([1, 2, 3, 4, 5], 2, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      done.push(item);
    });
    expect({ most, done }).toEqual({ most: 2, done: [1, 2, 3, 4, 5] });
  });

  it('leaves the rest after an error, waits for what runs, and throws it', async () => {
    const done: number[] = [];
    const work = inFlight([1, 2, 3, 4], 2, async (item) => {
      if (item === 1) throw new Error('away');
      await Promise.resolve();
      done.push(item);
    });
    await expect(work).rejects.toThrow('away');
    expect(done).toEqual([2]);
  });
});
