/**
 * Time that passes only when nothing else can: pauses end at once, in their order, and the clock jumps with them. A
 * test of minutes takes milliseconds and no step of it is skipped.
 */
import { performance } from 'node:perf_hooks';

interface Timer {
  readonly atMs: number;
  readonly fire: () => void;
}

/** Turns of the event loop without any noted activity after which everything is taken to wait. */
const quietTurns = 6;
/** Work may wait for real time, of which this clock knows nothing; but not for long. */
const realWaitMaxMs = 5_000;

export const createVirtualTime = (startMs: number) => {
  let nowMs = startMs;
  let activity = 0;
  const timers = new Set<Timer>();

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const quiet = async (): Promise<void> => {
    for (let turns = 0, seen = activity; turns < quietTurns; turns += 1) {
      await turn();
      if (seen === activity) continue;
      seen = activity;
      turns = -1;
    }
  };

  /** Fires what comes first, if it comes by `untilMs`. */
  const fireNext = (untilMs: number): boolean => {
    let next: Timer | undefined;
    for (const timer of timers) if (next === undefined || timer.atMs < next.atMs) next = timer;
    if (next === undefined || next.atMs > untilMs) return false;
    timers.delete(next);
    nowMs = Math.max(nowMs, next.atMs);
    next.fire();
    return true;
  };

  return {
    clock: { nowMs: () => nowMs, steadyMs: () => nowMs },
    note: () => {
      activity += 1;
    },
    pause: (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const fire = (): void => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        const timer = { atMs: nowMs + ms, fire };
        const stop = (): void => {
          timers.delete(timer);
          resolve();
        };
        signal.addEventListener('abort', stop, { once: true });
        timers.add(timer);
      }),
    /** Lets time pass until the work is done. Fails when it waits for nothing. */
    until: async <Result>(work: Promise<Result>): Promise<Result> => {
      let over = false;
      const done = work.finally(() => {
        over = true;
      });
      done.catch(() => undefined);
      let waitingSince = performance.now();
      while (!over) {
        await quiet();
        if (over) break;
        if (fireNext(Number.POSITIVE_INFINITY)) waitingSince = performance.now();
        else if (performance.now() - waitingSince > realWaitMaxMs) {
          throw new Error('nothing is left to wait for, and the work is not done');
        }
      }
      return done;
    },
    /** Lets so much time pass, whatever is under way. */
    pass: async (ms: number): Promise<void> => {
      const untilMs = nowMs + ms;
      await quiet();
      while (fireNext(untilMs)) await quiet();
      nowMs = Math.max(nowMs, untilMs);
    },
  };
};
