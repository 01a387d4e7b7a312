import type { LogAuthor } from '../../bench/scale/LogAuthor.ts';

export interface Timeline {
  at(ms: number, happens: () => void): void;
  after(ms: number, happens: () => void): void;
  /** Until nothing is left, in the order of time. */
  run(): void;
}

interface Due {
  readonly ms: number;
  readonly happens: () => void;
}

/** Moves the clock of the author from one thing that happens to the next. */
export const createTimeline = (author: Pick<LogAuthor, 'nowMs' | 'pass'>): Timeline => {
  const due: Due[] = [];
  const placeOf = (ms: number): number => {
    let [low, high] = [0, due.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((due[middle]?.ms ?? 0) > ms) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const at = (ms: number, happens: () => void): void => void due.splice(placeOf(ms), 0, { ms, happens });
  return {
    at,
    after: (ms, happens) => at(author.nowMs() + ms, happens),
    run: () => {
      for (let next = due.pop(); next !== undefined; next = due.pop()) {
        author.pass(Math.max(0, next.ms - author.nowMs()));
        next.happens();
      }
    },
  };
};
