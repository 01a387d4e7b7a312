/** Pauses that last until a test moves its clock past them, or lets them end because it waits for something. */
import { setImmediate as turn } from 'node:timers/promises';

interface Timer {
  readonly atMs: number;
  readonly fire: () => void;
}

/** Turns of the event loop in which work that waits for no pause is done. */
const turnsPerPause = 50;
const pausesMax = 1_000;

export const virtualPauses = (clock: { nowMs(): number; advance(ms: number): void }) => {
  const timers = new Set<Timer>();

  const pause = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const timer: Timer = { atMs: clock.nowMs() + ms, fire: resolve };
      timers.add(timer);
      signal.addEventListener('abort', () => {
        timers.delete(timer);
        resolve();
      });
    });

  const fireNext = (): void => {
    const [next] = [...timers].toSorted((a, b) => a.atMs - b.atMs);
    if (next === undefined) return;
    timers.delete(next);
    clock.advance(Math.max(0, next.atMs - clock.nowMs()));
    next.fire();
  };

  /** Ends one pause after the other until the work is done. */
  const until = async <Result>(work: Promise<Result>): Promise<Result> => {
    let over = false;
    const done = work.finally(() => {
      over = true;
    });
    done.catch(() => undefined);
    for (let pauses = 0; !over && pauses < pausesMax; pauses += 1) {
      for (let turns = 0; !over && turns < turnsPerPause; turns += 1) await turn();
      if (!over) fireNext();
    }
    return done;
  };

  return { pause, until };
};
