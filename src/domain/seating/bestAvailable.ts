import { type SeatTest, seatsOfBlock, someBlock } from './blocks.ts';
import { closestTogether } from './closestTogether.ts';
import { missingWheelchairs } from './companions.ts';
import { centreOf, meanSquaredDistance, type Point, tieTolerance } from './distances.ts';
import { blockLeavesLoneSeat } from './loneSeats.ts';
import type { SeatingPlan } from './SeatingPlan.ts';
import type { SeatType } from './seat.ts';
import { canFill, pieceSizes, withoutPieces } from './unitSizes.ts';

export interface SeatRequest {
  readonly count: number;
  /** Only seats of this type. Without it: any type but wheelchair and companion seats. */
  readonly seatType?: SeatType;
}

const isAccessible = (type: SeatType | undefined): boolean => type === 'wheelchair' || type === 'companion';

interface Seats {
  readonly isFree: SeatTest;
  /** Free, and of a type that the request wants. */
  readonly isEligible: SeatTest;
  take(chosen: readonly number[]): void;
}

const askedOnce = (plan: SeatingPlan, isFree: SeatTest, seatType: SeatType | undefined): Seats => {
  const free = new Uint8Array(plan.size);
  const eligible = new Uint8Array(plan.size);
  for (let seat = 0; seat < plan.size; seat++) {
    if (!isFree(seat)) continue;
    free[seat] = 1;
    const type = plan.types[seat];
    const wanted = seatType === undefined ? !isAccessible(type) : type === seatType;
    if (!wanted) continue;
    // Only a companion seat can come with another.
    if (type === 'companion' && missingWheelchairs(plan, isFree, [seat]).length > 0) continue;
    eligible[seat] = 1;
  }
  return {
    isFree: (seat) => free[seat] === 1,
    isEligible: (seat) => eligible[seat] === 1,
    take: (chosen) => {
      for (const seat of chosen) {
        free[seat] = 0;
        eligible[seat] = 0;
      }
    },
  };
};

interface Aim {
  readonly from: Point;
  /** Asked of a block, by its seats, before it becomes the best one. */
  readonly allowed?: (block: readonly number[]) => boolean;
}

const firstInLayout = (plan: SeatingPlan, start: number, size: number): number => {
  let first = plan.size;
  for (let place = start; place < start + size; place++) first = Math.min(first, plan.walk[place] ?? 0);
  return first;
};

/** The best block of exactly `size` seats: no lone seat left, then nearest, then first in layout order. */
const bestBlock = (
  plan: SeatingPlan,
  size: number,
  seats: Seats,
  { from, allowed }: Aim,
): readonly number[] | undefined => {
  let best = -1;
  let bestDistance = 0;
  let bestLeavesLone = true;
  someBlock(plan, size, seats.isEligible, (start) => {
    const leavesLone = blockLeavesLoneSeat(plan, seats.isFree, start, size);
    if (best >= 0 && leavesLone && !bestLeavesLone) return false;
    const distance = meanSquaredDistance(plan, start, size, from);
    const better =
      best < 0 ||
      (bestLeavesLone && !leavesLone) ||
      distance < bestDistance - tieTolerance ||
      (distance <= bestDistance + tieTolerance &&
        firstInLayout(plan, start, size) < firstInLayout(plan, best, size));
    if (better && (allowed === undefined || allowed(seatsOfBlock(plan, start, size)))) {
      best = start;
      bestDistance = distance;
      bestLeavesLone = leavesLone;
    }
    return false;
  });
  return best < 0 ? undefined : seatsOfBlock(plan, best, size);
};

/**
 * Takes the largest block nearest the focal point, then again for the rest nearest to the seats chosen before, which gives
 * the fewest groups. A block is taken only if whole units can make up the rest: at most `count` rounds of `count` scans.
 */
const bestGroups = (plan: SeatingPlan, seats: Seats, count: number): readonly number[] | undefined => {
  let pieces = pieceSizes(plan, Array.from(plan.walk).filter(seats.isEligible));
  if (!canFill(pieces, count)) return undefined;

  const chosen: number[] = [];
  let size = count - 1;
  while (chosen.length < count && size > 0) {
    const rest = count - chosen.length;
    const from = chosen.length === 0 ? plan.focalPoint : centreOf(plan, chosen);
    size = Math.min(size, rest);
    const allowed = (block: readonly number[]): boolean =>
      canFill(withoutPieces(pieces, pieceSizes(plan, block)), rest - block.length);
    const block = bestBlock(plan, size, seats, { from, allowed });
    if (block === undefined) {
      size--;
      continue;
    }
    pieces = withoutPieces(pieces, pieceSizes(plan, block));
    chosen.push(...block);
    seats.take(block);
  }
  return chosen.length === count ? chosen : undefined;
};

/**
 * The best `count` free seats, by index; neighbours from left to right. A block that leaves no lone seat, else any block,
 * with the least mean squared distance to the focal point in seat and row pitches, the first in layout order of equals.
 * Without such a block the fewest groups; wheelchair and companion seats those closest together. Units are never split, and
 * a companion seat comes only with its wheelchair place while that is free.
 *
 * Undefined when `count` is below 1, when fewer such seats are free, or when whole units cannot make up `count`. Linear
 * in the number of seats for a block, `count` times that for groups.
 */
export const bestAvailable = (
  plan: SeatingPlan,
  isFree: SeatTest,
  request: SeatRequest,
): readonly number[] | undefined => {
  const { count, seatType } = request;
  if (!Number.isInteger(count) || count < 1 || count > plan.size) return undefined;
  const seats = askedOnce(plan, isFree, seatType);
  return (
    bestBlock(plan, count, seats, { from: plan.focalPoint }) ??
    (isAccessible(seatType) ? closestTogether(plan, seats.isEligible, count) : undefined) ??
    bestGroups(plan, seats, count)
  );
};
