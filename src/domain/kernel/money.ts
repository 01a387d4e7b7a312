import { z } from 'zod';
import { chargeableStepOf } from './currencies.ts';

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD');

export const moneySchema = z.strictObject({
  amount: z.int().min(0).max(1_000_000_000).describe('minor units'),
  currency: currencySchema,
});

export type Money = Readonly<z.output<typeof moneySchema>>;

/** `numerator / denominator` minor units, not negative, rounded half up. The result may exceed the limits of Money. */
export const roundToChargeable = (numerator: bigint, denominator: bigint, currency: string): number => {
  const step = BigInt(chargeableStepOf(currency));
  const unit = denominator * step;
  return Number(((2n * numerator + unit) / (2n * unit)) * step);
};

export const chargeableBelow = ({ amount, currency }: Money): number =>
  amount - (amount % chargeableStepOf(currency));
