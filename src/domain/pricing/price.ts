import { chargeableStepOf } from '../kernel/currencies.ts';
import { type Money, moneySchema, roundToChargeable } from '../kernel/money.ts';
import { type SeatType, seatTypes } from '../seating/seat.ts';
import { type PriceTerms, type TicketType, ticketTypes } from './terms.ts';

export const wholeBp = 10_000;

/**
 * Base price × seat type × ticket type × every surcharge, as an exact product, rounded once, half up, to what the
 * currency can move. The amount may be beyond what Money allows: {@link pricesFit} tells before terms are frozen.
 */
export const seatPrice = (terms: PriceTerms, seatType: SeatType, ticketType: TicketType): Money => {
  let product =
    BigInt(terms.base.amount) * BigInt(terms.seatTypeBp[seatType]) * BigInt(terms.ticketTypeBp[ticketType]);
  let scale = BigInt(wholeBp) ** 2n;
  for (const surcharge of terms.surcharges) {
    product *= BigInt(surcharge.bp);
    scale *= BigInt(wholeBp);
  }
  const { currency } = terms.base;
  return { amount: roundToChargeable(product, scale, currency), currency };
};

/** Whether every price that the terms can give is within the limits of Money. */
export const pricesFit = (terms: PriceTerms): boolean =>
  seatTypes.every((seatType) =>
    ticketTypes.every((ticketType) => moneySchema.safeParse(seatPrice(terms, seatType, ticketType)).success),
  );

export const pricesBySeatType = (
  terms: PriceTerms,
  seatTypesPresent: Iterable<SeatType>,
): Readonly<Partial<Record<SeatType, Money>>> => {
  const prices: Partial<Record<SeatType, Money>> = {};
  for (const seatType of seatTypesPresent) prices[seatType] ??= seatPrice(terms, seatType, 'adult');
  return prices;
};

/**
 * {@link splitByLargestRemainder} of an amount in steps that its currency can move, so that every share can be moved
 * too; in minor units when the amount itself is no whole number of steps.
 */
export const splitMoney = ({ amount, currency }: Money, weights: readonly number[]): number[] => {
  const step = chargeableStepOf(currency);
  if (amount % step !== 0) return splitByLargestRemainder(amount, weights);
  return splitByLargestRemainder(amount / step, weights).map((share) => share * step);
};

/**
 * Shares out `total` in proportion to the weights, by largest remainder: each share is its exact one rounded down
 * or up, and the shares sum to the total. Of equal remainders the first in order gets the extra unit; if all
 * weights are 0 they count as equal. Throws RangeError when total or a weight is not a non-negative safe
 * integer, or when there is something to share and no weight.
 */
export const splitByLargestRemainder = (total: number, weights: readonly number[]): number[] => {
  for (const value of [total, ...weights]) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`cannot share out ${value}`);
  }
  if (weights.length === 0 && total > 0) throw new RangeError('no weights to share among');
  const exact = weights.some((weight) => weight > 0) ? weights.map(BigInt) : weights.map(() => 1n);
  const sum = exact.reduce((left, right) => left + right, 0n);
  const parts = exact.map((weight, index) => {
    const product = BigInt(total) * weight;
    return { index, share: Number(product / sum), remainder: product % sum };
  });
  let rest = total - parts.reduce((given, part) => given + part.share, 0);
  const byRemainder = parts.toSorted((a, b) => Number(b.remainder - a.remainder));
  for (const part of byRemainder) {
    if (rest === 0) break;
    part.share += 1;
    rest -= 1;
  }
  return parts.map((part) => part.share);
};
