import { z } from 'zod';
import { dateSchema } from '../kernel/ids.ts';

const rentalLimits = { distributorCharsMax: 120, weeksMax: 52 } as const;

/** What the distributor of a movie is owed. */
export const rentalTermsSchema = z.strictObject({
  distributor: z.string().min(1).max(rentalLimits.distributorCharsMax),
  runsFrom: dateSchema.describe('the business date with which the first week begins'),
  weeklySharesBp: z
    .array(z.int().min(0).max(10_000))
    .min(1)
    .max(rentalLimits.weeksMax)
    .describe('of the net of each week, in basis points; the last one holds for all later weeks'),
});
export type RentalTerms = Readonly<z.output<typeof rentalTermsSchema>>;

const weekMs = 7 * 86_400_000;

/** From 1; previews belong to the first week. */
const weekOf = ({ runsFrom }: RentalTerms, businessDate: string): number =>
  Math.max(1, Math.floor((Date.parse(businessDate) - Date.parse(runsFrom)) / weekMs) + 1);

export interface DayTerms {
  readonly distributor: string;
  readonly week: number;
  readonly shareBp: number;
}

/** What the terms say of a business date. */
export const termsOfDay = (terms: RentalTerms, businessDate: string): DayTerms => {
  const week = weekOf(terms, businessDate);
  const { distributor, weeklySharesBp } = terms;
  const last = weeklySharesBp.length - 1;
  return { distributor, week, shareBp: weeklySharesBp[Math.min(week - 1, last)] ?? 0 };
};
