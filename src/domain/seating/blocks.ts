/** A block is its first place in `plan.walk` and its size, so that looking at hundreds allocates nothing. */
import { noNeighbour } from './adjacency.ts';
import type { SeatingPlan } from './SeatingPlan.ts';

/** By index in layout order. */
export type SeatTest = (index: number) => boolean;

const sameUnit = (plan: SeatingPlan, seat: number, neighbour: number): boolean =>
  neighbour >= 0 && plan.unitIds[seat] !== undefined && plan.unitIds[seat] === plan.unitIds[neighbour];

/**
 * Calls `visit` for every block of `size` seats that all pass `eligible`, unless an end of it would split a unit
 * (members of a unit are neighbours: checkLayout ensures it). Stops when `visit` answers true; answers whether
 * it did. Linear in the number of seats.
 */
export const someBlock = (
  plan: SeatingPlan,
  size: number,
  eligible: SeatTest,
  visit: (start: number) => boolean,
): boolean => {
  let length = 0;
  for (let end = 0; end < plan.size; end++) {
    const last = plan.walk[end] ?? 0;
    const left = plan.left[last] ?? noNeighbour;
    if (!eligible(last)) {
      length = 0;
      continue;
    }
    length = left < 0 ? 1 : length + 1;
    if (length < size) continue;
    const start = end - size + 1;
    const first = plan.walk[start] ?? 0;
    if (sameUnit(plan, first, plan.left[first] ?? noNeighbour)) continue;
    if (sameUnit(plan, last, plan.right[last] ?? noNeighbour)) continue;
    if (visit(start)) return true;
  }
  return false;
};

export const seatsOfBlock = (plan: SeatingPlan, start: number, size: number): number[] =>
  Array.from(plan.walk.subarray(start, start + size));
