export interface Pace {
  /** By how much a count grew a second over the last minute, up to this look; 0 until a few seconds are known. */
  at(nowMs: number, count: number): number;
}

const windowMs = 60_000;
const knownFromMs = 5_000;
const lookEveryMs = 1_000;

export const paceOf = (): Pace => {
  let looks: { readonly atMs: number; readonly count: number }[] = [];
  return {
    at: (nowMs, count) => {
      const last = looks.at(-1);
      if (last === undefined || nowMs - last.atMs >= lookEveryMs) {
        looks = [...looks.filter(({ atMs }) => nowMs - atMs <= windowMs), { atMs: nowMs, count }];
      }
      const [first] = looks;
      if (first === undefined || nowMs - first.atMs < knownFromMs) return 0;
      return Math.max(0, (count - first.count) / ((nowMs - first.atMs) / 1_000));
    },
  };
};
