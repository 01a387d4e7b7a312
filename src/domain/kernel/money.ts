/** Money is an integer in minor units with an ISO 4217 currency. No floats enter this room. */
import { z } from 'zod';

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD');

export const moneySchema = z.strictObject({
  amount: z.int().min(0).max(1_000_000_000).describe('minor units'),
  currency: currencySchema,
});

export type Money = Readonly<z.output<typeof moneySchema>>;

/** The sum of amounts of one currency. Throws when currencies differ: that is a bug, not a rejection. */
export const sumMoney = (currency: string, parts: readonly Money[]): Money => {
  let amount = 0;
  for (const part of parts) {
    if (part.currency !== currency) throw new Error(`cannot add ${part.currency} to ${currency}`);
    amount += part.amount;
  }
  return { amount, currency };
};

/** As people read it, in British English: `€24.00`, or `¥1,800` where the currency has no minor units. */
export const moneyText = ({ amount, currency }: Money): string => {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** decimals);
};
