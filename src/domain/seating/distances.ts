import type { SeatingPlan } from './SeatingPlan.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Below this, two distances differ by rounding only. */
export const tieTolerance = 1e-6;

/** From a point to the seats of a block, which begins at a place in `plan.walk`. */
export const meanSquaredDistance = (plan: SeatingPlan, start: number, size: number, from: Point): number => {
  let sum = 0;
  for (let place = start; place < start + size; place++) {
    const seat = plan.walk[place] ?? 0;
    const dx = (plan.x[seat] ?? 0) - from.x;
    const dy = (plan.y[seat] ?? 0) - from.y;
    sum += dx * dx + dy * dy;
  }
  return sum / size;
};

export const centreOf = (plan: SeatingPlan, seats: readonly number[]): Point => {
  let x = 0;
  let y = 0;
  for (const seat of seats) {
    x += plan.x[seat] ?? 0;
    y += plan.y[seat] ?? 0;
  }
  return { x: x / seats.length, y: y / seats.length };
};
