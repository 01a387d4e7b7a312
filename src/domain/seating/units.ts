import type { SeatingPlan } from './SeatingPlan.ts';

/** The seats, by index and in layout order, that share a unit with a chosen seat and were not chosen. */
export const missingPartners = (plan: SeatingPlan, chosen: readonly number[]): readonly number[] => {
  const units = new Set<string>();
  for (const seat of chosen) {
    const unit = plan.unitIds[seat];
    if (unit !== undefined) units.add(unit);
  }
  if (units.size === 0) return [];
  const taken = new Set(chosen);
  const missing: number[] = [];
  plan.unitIds.forEach((unit, seat) => {
    if (unit !== undefined && units.has(unit) && !taken.has(seat)) missing.push(seat);
  });
  return missing;
};

export const unitsOf = <Seat>(
  seats: Iterable<{ readonly seat: Seat; readonly unitId?: string | undefined }>,
): readonly (readonly Seat[])[] => {
  const units = new Map<string, Seat[]>();
  for (const { seat, unitId } of seats) {
    if (unitId === undefined) continue;
    const unit = units.get(unitId);
    if (unit === undefined) units.set(unitId, [seat]);
    else unit.push(seat);
  }
  return [...units.values()];
};

/** Seats and which of them are held, booked or blocked, by whatever names a seat. */
export interface TakenSeats<Seat> {
  readonly total: number;
  readonly taken: number;
  readonly units: Iterable<readonly Seat[]>;
  isTaken(seat: Seat): boolean;
}

/**
 * How many seats can be bought. A free half of a unit whose other half is taken cannot: such a half is left when the
 * cinema gives back one of two booked seats.
 */
export const countAvailable = <Seat>({ total, taken, units, isTaken }: TakenSeats<Seat>): number => {
  let available = total - taken;
  for (const unit of units) {
    const free = unit.filter((seat) => !isTaken(seat)).length;
    if (free < unit.length) available -= free;
  }
  return available;
};
