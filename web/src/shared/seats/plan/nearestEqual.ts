import { type Seat, type SeatPlan, unitOf } from './SeatPlan.ts';

const distance = (one: Seat, other: Seat): number => Math.hypot(one.x - other.x, one.y - other.y);

/** For each seat that was lost, the nearest free one of its type; undefined when one has none. */
export const nearestEqual = (
  plan: SeatPlan,
  lost: readonly string[],
  isFree: (seat: Seat) => boolean,
): readonly string[] | undefined => {
  const found = new Set<string>();
  const replaced = new Set<string>();
  for (const id of lost) {
    const seat = plan.byId.get(id);
    if (seat === undefined) return undefined;
    if (replaced.has(id)) continue;
    for (const member of unitOf(plan, seat)) replaced.add(member.id);
    const [nearest] = plan.seats
      .filter((other) => other.type === seat.type && !found.has(other.id))
      .filter((other) => unitOf(plan, other).every(isFree))
      .toSorted((one, other) => distance(one, seat) - distance(other, seat));
    if (nearest === undefined) return undefined;
    for (const member of unitOf(plan, nearest)) found.add(member.id);
  }
  return [...found];
};
