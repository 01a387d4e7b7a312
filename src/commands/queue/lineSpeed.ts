export interface LineSpeed {
  /** Places called a second over the last minute, up to this look; 0 until a few seconds are known. */
  at(nowMs: number, serving: number): number;
}

const windowMs = 60_000;
const knownFromMs = 5_000;
const lookEveryMs = 1_000;

export const lineSpeed = (): LineSpeed => {
  let looks: { readonly atMs: number; readonly serving: number }[] = [];
  return {
    at: (nowMs, serving) => {
      const last = looks.at(-1);
      if (last === undefined || nowMs - last.atMs >= lookEveryMs) {
        looks = [...looks.filter(({ atMs }) => nowMs - atMs <= windowMs), { atMs: nowMs, serving }];
      }
      const [first] = looks;
      if (first === undefined || nowMs - first.atMs < knownFromMs) return 0;
      return Math.max(0, (serving - first.serving) / ((nowMs - first.atMs) / 1_000));
    },
  };
};
