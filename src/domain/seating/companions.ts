import { noNeighbour } from './adjacency.ts';
import type { SeatTest } from './blocks.ts';
import type { SeatingPlan } from './SeatingPlan.ts';

const chain = (plan: SeatingPlan, seat: number, belongs: SeatTest): readonly number[] => {
  const found = [seat];
  for (const beside of [plan.left, plan.right]) {
    let next = beside[seat] ?? noNeighbour;
    for (; next >= 0 && belongs(next); next = beside[next] ?? noNeighbour) found.push(next);
  }
  return found;
};

/**
 * The wheelchair places that a companion seat is for: those among the wheelchair and companion seats side by side with
 * it, or else those between the same two aisles. Empty when there are none.
 */
const wheelchairsOf = (plan: SeatingPlan, companion: number): readonly number[] => {
  const isWheelchair: SeatTest = (seat) => plan.types[seat] === 'wheelchair';
  const isAccessible: SeatTest = (seat) => isWheelchair(seat) || plan.types[seat] === 'companion';
  const near = chain(plan, companion, isAccessible).filter(isWheelchair);
  return near.length > 0 ? near : chain(plan, companion, () => true).filter(isWheelchair);
};

/**
 * Wheelchair places, by index, of which one has to be chosen too: those of companion seats that were chosen without one
 * while one is free. Once all are taken, a companion seat is sold like any other.
 */
export const missingWheelchairs = (
  plan: SeatingPlan,
  isFree: SeatTest,
  chosen: readonly number[],
): readonly number[] => {
  const companions = chosen.filter((seat) => plan.types[seat] === 'companion');
  const missing = companions.flatMap((seat) => {
    const wheelchairs = wheelchairsOf(plan, seat);
    return wheelchairs.some((each) => chosen.includes(each)) ? [] : wheelchairs.filter(isFree);
  });
  return [...new Set(missing)].sort((a, b) => a - b);
};
