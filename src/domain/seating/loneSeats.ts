/**
 * The lone-seat rule: a choice may not leave a free seat without a free neighbour, unless no other choice is left. An aisle
 * and the end of a row are no neighbours.
 */
import { noNeighbour } from './adjacency.ts';
import { type SeatTest, seatsOfBlock, someBlock } from './blocks.ts';
import { missingWheelchairs } from './companions.ts';
import type { SeatingPlan } from './SeatingPlan.ts';

const isClosed = (neighbour: number, isFree: SeatTest): boolean =>
  neighbour === noNeighbour || !isFree(neighbour);

const isLone = (plan: SeatingPlan, seat: number, isFree: SeatTest): boolean =>
  isFree(seat) &&
  isClosed(plan.left[seat] ?? noNeighbour, isFree) &&
  isClosed(plan.right[seat] ?? noNeighbour, isFree);

/** Whether taking this block of free seats would newly leave a lone seat at one of its ends. */
export const blockLeavesLoneSeat = (
  plan: SeatingPlan,
  isFree: SeatTest,
  start: number,
  size: number,
): boolean => {
  const before = plan.left[plan.walk[start] ?? 0] ?? noNeighbour;
  const after = plan.right[plan.walk[start + size - 1] ?? 0] ?? noNeighbour;
  const leaves = (beside: number, away: Int16Array): boolean =>
    beside >= 0 && isFree(beside) && isClosed(away[beside] ?? noNeighbour, isFree);
  return leaves(before, plan.left) || leaves(after, plan.right);
};

const piecesOf = (plan: SeatingPlan, chosen: ReadonlySet<number>): number[][] => {
  const pieces: number[][] = [];
  for (const seat of chosen) {
    if (chosen.has(plan.left[seat] ?? noNeighbour)) continue;
    const piece: number[] = [];
    for (let at = seat; chosen.has(at); at = plan.right[at] ?? noNeighbour) piece.push(at);
    pieces.push(piece);
  }
  return pieces;
};

/** First place of a free block with as many seats of each type as `piece` that may be held and leaves no lone seat. */
const harmlessBlock = (
  plan: SeatingPlan,
  isFree: SeatTest,
  piece: readonly number[],
): readonly number[] | undefined => {
  const wanted = piece.map((seat) => plan.types[seat] ?? '');
  const signature = wanted.toSorted().join();
  const types = new Set(wanted);
  const eligible: SeatTest = (seat) => types.has(plan.types[seat] ?? '') && isFree(seat);
  let found: readonly number[] | undefined;
  someBlock(plan, piece.length, eligible, (start) => {
    if (blockLeavesLoneSeat(plan, isFree, start, piece.length)) return false;
    const block = seatsOfBlock(plan, start, piece.length);
    if (missingWheelchairs(plan, isFree, block).length > 0) return false;
    if (types.size > 1) {
      const signatureHere = block
        .map((seat) => plan.types[seat] ?? '')
        .sort()
        .join();
      if (signatureHere !== signature) return false;
    }
    found = block;
    return true;
  });
  return found;
};

/**
 * Whether another choice of the same size and types leaves no lone seat. Pieces that leave one are moved, one by one, to the
 * first block that leaves none. Linear in the number of seats per piece.
 */
const otherChoiceExists = (plan: SeatingPlan, isFree: SeatTest, chosen: ReadonlySet<number>): boolean => {
  if (harmlessBlock(plan, isFree, [...chosen]) !== undefined) return true;
  const pieces = piecesOf(plan, chosen);
  if (pieces.length === 1) return false;
  const taken = new Set(chosen);
  const isFreeNow: SeatTest = (seat) => isFree(seat) && !taken.has(seat);
  for (const piece of pieces) {
    for (const seat of piece) taken.delete(seat);
    const place = harmlessBlock(plan, isFreeNow, piece);
    for (const seat of place ?? piece) taken.add(seat);
  }
  for (let seat = 0; seat < plan.size; seat++) {
    if (isLone(plan, seat, isFreeNow) && !isLone(plan, seat, isFree)) return false;
  }
  return true;
};

/**
 * The free seats that taking `chosen` would newly leave without a free neighbour, in layout order, and whether
 * another choice would have left none (always false when `seats` is empty).
 *
 * @param isFreeBefore whether a seat, by index, is free before the choice; held, booked and blocked ones are not.
 * @param chosen indexes of free seats, in any order.
 */
export const loneSeatsLeft = (
  plan: SeatingPlan,
  isFreeBefore: SeatTest,
  chosen: readonly number[],
): { readonly seats: readonly number[]; readonly avoidable: boolean } => {
  const taken = new Set(chosen);
  const isFreeAfter: SeatTest = (seat) => !taken.has(seat) && isFreeBefore(seat);
  const seats = new Set<number>();
  for (const seat of taken) {
    for (const beside of [plan.left[seat] ?? noNeighbour, plan.right[seat] ?? noNeighbour]) {
      if (beside >= 0 && isLone(plan, beside, isFreeAfter)) seats.add(beside);
    }
  }
  if (seats.size === 0) return { seats: [], avoidable: false };
  return {
    seats: [...seats].sort((a, b) => a - b),
    get avoidable() {
      return otherChoiceExists(plan, isFreeBefore, taken);
    },
  };
};
