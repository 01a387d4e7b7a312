import { z } from 'zod';
import { chargeableStepOf } from './currencies.ts';

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD');

export const moneySchema = z.strictObject({
  amount: z.int().min(0).max(1_000_000_000).describe('minor units'),
  currency: currencySchema,
});

/** Integer minor units of an ISO 4217 currency. */
export type Money = Readonly<z.output<typeof moneySchema>>;

/**
 * The exact amount `numerator / denominator` in minor units, not negative, rounded half up to what the currency can
 * move. The result may be beyond the limits of Money.
 */
export const roundToChargeable = (numerator: bigint, denominator: bigint, currency: string): number => {
  const step = BigInt(chargeableStepOf(currency));
  const unit = denominator * step;
  return Number(((2n * numerator + unit) / (2n * unit)) * step);
};

/** The largest amount that the currency can move and that is not above this one. */
export const chargeableBelow = ({ amount, currency }: Money): number =>
  amount - (amount % chargeableStepOf(currency));
