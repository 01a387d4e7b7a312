import type { SeatingPlan } from './SeatingPlan.ts';

/** `sizes[n]` is how many undividable pieces of n seats there are; a seat of no unit is a piece of one. */
export type PieceSizes = readonly number[];

/** Units of which a seat is missing are left out. */
export const pieceSizes = (plan: SeatingPlan, seats: readonly number[]): PieceSizes => {
  const sizes: number[] = [];
  const here = new Map<string, number>();
  for (const seat of seats) {
    const unit = plan.unitIds[seat];
    if (unit === undefined) sizes[1] = (sizes[1] ?? 0) + 1;
    else here.set(unit, (here.get(unit) ?? 0) + 1);
  }
  if (here.size === 0) return sizes;
  const whole = new Map<string, number>();
  for (const unit of plan.unitIds) if (unit !== undefined) whole.set(unit, (whole.get(unit) ?? 0) + 1);
  for (const [unit, count] of here) if (whole.get(unit) === count) sizes[count] = (sizes[count] ?? 0) + 1;
  return sizes;
};

/** Whether some of the pieces add up to exactly `total`. */
export const canFill = (sizes: PieceSizes, total: number, size: number = sizes.length - 1): boolean => {
  if (total === 0) return true;
  if (size < 1) return false;
  const pieces = sizes[size] ?? 0;
  if (size === 1) return pieces >= total;
  for (let taken = Math.min(pieces, Math.floor(total / size)); taken >= 0; taken--) {
    if (canFill(sizes, total - taken * size, size - 1)) return true;
  }
  return false;
};

export const withoutPieces = (sizes: PieceSizes, gone: PieceSizes): PieceSizes =>
  Array.from(sizes, (count, size) => (count ?? 0) - (gone[size] ?? 0));
