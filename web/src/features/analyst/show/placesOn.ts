import type { Step } from './foldShow.ts';

export type Axis = 'time' | 'events';

/** Where each step stands: seconds after the first, or one place for each. */
export const placesOn = (steps: readonly Step[], axis: Axis): readonly number[] => {
  const firstMs = steps[0]?.atMs ?? 0;
  return steps.map(({ atMs }, index) => (axis === 'events' ? index : (atMs - firstMs) / 1_000));
};
