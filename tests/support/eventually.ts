/**
 * Waiting in tests: try an assertion until it holds or the bound is over. Fixed sleeps have no place beside it.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const pauseFirstMs = 2;
const pauseMaxMs = 50;

/** What `assertion` gives once it stops throwing; its last error when `withinMs` is over. */
export const eventually = async <Result>(
  assertion: () => Result | Promise<Result>,
  withinMs = 15_000,
): Promise<Result> => {
  const until = performance.now() + withinMs;
  for (let pauseMs = pauseFirstMs; ; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() >= until) throw error;
    }
    await pause(pauseMs);
  }
};
