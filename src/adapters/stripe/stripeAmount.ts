/** Stripe's minor units differ from those of ISO 4217 for a few currencies. */
import type { Money } from '../../domain/kernel/money.ts';
import { PaymentRefused } from '../../ports/PaymentGateway.ts';

/** Without a minor unit in ISO 4217; Stripe counts hundredths. */
const countedInHundredths = new Set(['ISK', 'UGX']);
/** With a minor unit in ISO 4217; Stripe counts whole units. */
const countedWhole = new Set(['MGA']);
/** Thousandths, of which card networks move multiples of ten. */
const countedInTens = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/** Undefined for an amount that Stripe cannot move exactly. */
export const stripeAmount = ({ amount, currency }: Money): number | undefined => {
  if (countedInHundredths.has(currency)) return amount * 100;
  if (countedWhole.has(currency)) return amount % 100 === 0 ? amount / 100 : undefined;
  if (countedInTens.has(currency) && amount % 10 !== 0) return undefined;
  return amount;
};

/** Throws PaymentRefused where {@link stripeAmount} is undefined. */
export const exactStripeAmount = (money: Money): number => {
  const amount = stripeAmount(money);
  if (amount !== undefined) return amount;
  throw new PaymentRefused(`Stripe cannot move exactly ${money.amount} ${money.currency}`, {
    code: 'amount_not_chargeable',
  });
};

export const moneyOfStripe = (amount: number, currency: string): Money => {
  const code = currency.toUpperCase();
  // A multiple of 100: the program asks for whole units only.
  if (countedInHundredths.has(code)) return { amount: Math.floor(amount / 100), currency: code };
  return { amount: countedWhole.has(code) ? amount * 100 : amount, currency: code };
};
