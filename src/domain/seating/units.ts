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
