import { decimalOf, digitsOf } from '../../../shared/format/money.ts';
import type { SeatType } from '../../../shared/seats/plan/SeatPlan.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import type { PriceEdit, Pricing } from './usePricing.ts';

/** As typed. */
export interface PriceDraft {
  readonly base: string;
  readonly factors: Readonly<Record<string, string>>;
}

const oneBp = 10_000;
const decimal = /^\d{1,7}(?:[.,]\d{1,4})?$/;

/** In the smallest units of a number with so many digits; undefined when it is no such number. */
const unitsOf = (typed: string, digits: number): number | undefined => {
  const text = typed.trim().replace(',', '.');
  if (!decimal.test(text)) return undefined;
  const [whole = '', fraction = ''] = text.split('.');
  if (fraction.length > digits) return undefined;
  return Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, '0') || '0');
};

const factorDigits = 4;

export const factorOf = (typed: string): number | undefined => unitsOf(typed, factorDigits);

export const typesOf = (show: Show): readonly SeatType[] => Object.keys(show.prices) as SeatType[];

export const draftOf = ({ basePrice, seatTypeBp }: Pricing, types: readonly SeatType[]): PriceDraft => ({
  base: decimalOf(basePrice),
  factors: Object.fromEntries(types.map((type) => [type, String((seatTypeBp[type] ?? oneBp) / oneBp)])),
});

export const baseOf = (typed: string, currency: string): number | undefined =>
  unitsOf(typed, digitsOf(currency));

/** Undefined while something is no number. */
export const editOf = ({ base, factors }: PriceDraft, { basePrice }: Pricing): PriceEdit | undefined => {
  const { currency } = basePrice;
  const amount = baseOf(base, currency);
  const seatTypeBp: Record<string, number> = {};
  for (const [type, typed] of Object.entries(factors)) {
    const bp = factorOf(typed);
    if (bp === undefined) return undefined;
    seatTypeBp[type] = bp;
  }
  return amount === undefined ? undefined : { basePrice: { amount, currency }, seatTypeBp };
};
