/** Our amounts as Stripe wants them. Both count minor units, but they differ on what those are for a few currencies. */
import type { Money } from '../../domain/kernel/money.ts';
import { PaymentRefused } from '../../ports/PaymentGateway.ts';

/** ISO 4217 gives them no minor unit; Stripe still counts hundredths of them. */
const countedInHundredths = new Set(['ISK', 'UGX']);
/** ISO 4217 gives it a minor unit; Stripe counts it whole. */
const countedWhole = new Set(['MGA']);
/** Thousandths, of which card networks know only tens. */
const countedInTens = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** The integer that Stripe calls `amount`; undefined for an amount that it cannot move exactly. */
export const stripeAmount = ({ amount, currency }: Money): number | undefined => {
  if (countedInHundredths.has(currency)) return amount * 100;
  if (countedWhole.has(currency)) return amount % 100 === 0 ? amount / 100 : undefined;
  if (countedInTens.has(currency) && amount % 10 !== 0) return undefined;
  return amount;
};

/** Throws PaymentRefused for an amount that Stripe cannot move exactly. */
export const exactStripeAmount = (money: Money): number => {
  const amount = stripeAmount(money);
  if (amount !== undefined) return amount;
  throw new PaymentRefused(`Stripe cannot move exactly ${money.amount} ${money.currency}`, {
    code: 'amount_not_chargeable',
  });
};

/** The other way round: what Stripe says of an amount. `currency` in either case. */
export const moneyOfStripe = (amount: number, currency: string): Money => {
  const code = currency.toUpperCase();
  // The odd hundredth of a currency without any is nobody's: we have never asked for one.
  if (countedInHundredths.has(code)) return { amount: Math.floor(amount / 100), currency: code };
  return { amount: countedWhole.has(code) ? amount * 100 : amount, currency: code };
};
