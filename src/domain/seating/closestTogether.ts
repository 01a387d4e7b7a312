import type { SeatTest } from './blocks.ts';
import type { SeatingPlan } from './SeatingPlan.ts';

/** Groups are grown from this many seats at most, those nearest the focal point. */
const seedsMax = 64;

/**
 * The `count` eligible seats, by index, closest to each other: the group with the least distance from its first seat to the
 * others, of equals the one nearest the focal point. Undefined with fewer seats, or when some belong to a unit.
 */
export const closestTogether = (
  plan: SeatingPlan,
  isEligible: SeatTest,
  count: number,
): readonly number[] | undefined => {
  const seats = Array.from(plan.walk).filter(isEligible);
  if (seats.length < count || seats.some((seat) => plan.unitIds[seat] !== undefined)) return undefined;
  const squared = (seat: number, x: number, y: number): number =>
    ((plan.x[seat] ?? 0) - x) ** 2 + ((plan.y[seat] ?? 0) - y) ** 2;
  const nearestTo = (x: number, y: number): number[] =>
    seats.toSorted((a, b) => squared(a, x, y) - squared(b, x, y) || a - b);

  let best: { readonly group: readonly number[]; readonly apart: number } | undefined;
  for (const seed of nearestTo(plan.focalPoint.x, plan.focalPoint.y).slice(0, seedsMax)) {
    const [x, y] = [plan.x[seed] ?? 0, plan.y[seed] ?? 0];
    const group = nearestTo(x, y).slice(0, count);
    const apart = group.reduce((sum, seat) => sum + squared(seat, x, y), 0);
    if (best === undefined || apart < best.apart) best = { group, apart };
  }
  return best?.group.toSorted((a, b) => a - b);
};
