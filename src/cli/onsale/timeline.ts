export interface Timeline {
  at(ms: number, happens: () => void): void;
  after(ms: number, happens: () => void): void;
  /** In the order of time, what is due by `untilMs`; without it until nothing is left. */
  run(untilMs?: number): void;
}

interface Due {
  readonly ms: number;
  readonly happens: () => void;
}

export interface MovedClock {
  nowMs(): number;
  pass(ms: number): void;
}

/** Moves the clock from one thing that happens to the next. */
export const createTimeline = (clock: MovedClock): Timeline => {
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
  const nextBy = (untilMs: number): Due | undefined =>
    (due.at(-1)?.ms ?? Number.POSITIVE_INFINITY) <= untilMs ? due.pop() : undefined;
  return {
    at,
    after: (ms, happens) => at(clock.nowMs() + ms, happens),
    run: (untilMs = Number.MAX_VALUE) => {
      for (let next = nextBy(untilMs); next !== undefined; next = nextBy(untilMs)) {
        clock.pass(Math.max(0, next.ms - clock.nowMs()));
        next.happens();
      }
    },
  };
};
