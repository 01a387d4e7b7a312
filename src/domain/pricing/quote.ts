import { type Money, roundToChargeable } from '../kernel/money.ts';
import type { SeatType } from '../seating/seat.ts';
import { seatPrice, wholeBp } from './price.ts';
import type { PriceTerms, TicketType } from './terms.ts';

/** A seat to be sold. With a `price`, that one counts: it was frozen when the seat was held. */
export interface QuotedSeat {
  readonly id: string;
  readonly type: SeatType;
  readonly ticketType: TicketType;
  readonly price?: Money;
}

/** A named sum, in whole chargeable steps or rounded half up to them. */
export interface NamedAmount {
  readonly label: string;
  readonly amount: Money;
}

export interface QuotedExtras {
  /** Taken off in order; together never more than the seats and add-ons cost. */
  readonly discounts?: readonly NamedAmount[];
  readonly addOns?: readonly (NamedAmount & { readonly quantity: number })[];
  readonly fees?: readonly NamedAmount[];
  /** On everything else; an included tax is part of the prices and only told. */
  readonly taxes?: readonly { readonly label: string; readonly bp: number; readonly included: boolean }[];
}

export interface QuoteRequest extends QuotedExtras {
  readonly terms: PriceTerms;
  readonly seats: readonly QuotedSeat[];
}

export interface FrozenQuoteRequest extends QuotedExtras {
  readonly currency: string;
  readonly seats: readonly (QuotedSeat & { readonly price: Money })[];
}

/** `amount` is negative for a discount. */
export type QuoteLine =
  | {
      readonly kind: 'seat';
      readonly seatId: string;
      readonly seatType: SeatType;
      readonly ticketType: TicketType;
      /** The names of the surcharges in the price; none for a price that was frozen before. */
      readonly surcharges: readonly string[];
      readonly amount: Money;
    }
  | { readonly kind: 'discount' | 'add-on' | 'fee'; readonly label: string; readonly amount: Money }
  | { readonly kind: 'tax'; readonly label: string; readonly amount: Money; readonly included: boolean };

export interface Quote {
  readonly kind: 'quoted';
  readonly lines: readonly QuoteLine[];
  /** The sum of all lines but included taxes. */
  readonly total: Money;
}

export interface MixedCurrencies {
  readonly kind: 'mixed-currencies';
  /** The first one that is not the terms'. */
  readonly currency: string;
}

/**
 * What seats and everything sold with them cost: lines, each an amount that the currency can move, and their sum. A
 * frozen price or a named amount in another currency than the terms' gives `mixed-currencies`. Amounts may be beyond the limits of Money.
 */
export const quote = ({ terms, seats, ...extras }: QuoteRequest): Quote | MixedCurrencies =>
  quoteLines(
    terms.base.currency,
    seats.map((seat) => seatLine(seat, seat.price ?? priced(terms, seat))),
    extras,
  );

/** As {@link quote}, of seats whose prices were all frozen when they were held. */
export const quoteFrozen = ({ currency, seats, ...extras }: FrozenQuoteRequest): Quote | MixedCurrencies =>
  quoteLines(
    currency,
    seats.map((seat) => seatLine(seat, seat.price)),
    extras,
  );

const quoteLines = (
  currency: string,
  seatLines: readonly QuoteLine[],
  { discounts = [], addOns = [], fees = [], taxes = [] }: QuotedExtras,
): Quote | MixedCurrencies => {
  const given = [...seatLines, ...discounts, ...addOns, ...fees].map(({ amount }) => amount);
  const foreign = given.find((money) => money.currency !== currency);
  if (foreign !== undefined) return { kind: 'mixed-currencies', currency: foreign.currency };

  const money = (amount: number): Money => ({ amount, currency });
  const rounded = (amount: number): number => roundToChargeable(BigInt(amount), 1n, currency);
  const extras = addOns.map(
    ({ label, amount, quantity }): QuoteLine => ({
      kind: 'add-on',
      label,
      amount: money(rounded(amount.amount) * quantity),
    }),
  );
  let left = sumOf([...seatLines, ...extras]);
  const off = discounts.map(({ label, amount }): QuoteLine => {
    const taken = Math.min(rounded(amount.amount), left);
    left -= taken;
    return { kind: 'discount', label, amount: money(0 - taken) };
  });
  const charges = fees.map(
    ({ label, amount }): QuoteLine => ({ kind: 'fee', label, amount: money(rounded(amount.amount)) }),
  );
  const taxed = [...seatLines, ...off, ...extras, ...charges];
  const due = BigInt(sumOf(taxed));
  const taxLines = taxes.map(({ label, bp, included }): QuoteLine => {
    const whole = BigInt(included ? wholeBp + bp : wholeBp);
    return {
      kind: 'tax',
      label,
      amount: money(roundToChargeable(due * BigInt(bp), whole, currency)),
      included,
    };
  });
  const lines = [...taxed, ...taxLines];
  return { kind: 'quoted', lines, total: money(sumOf(lines)) };
};

interface PricedNow {
  readonly amount: Money;
  readonly surcharges: readonly string[];
}

const priced = (terms: PriceTerms, { type, ticketType }: QuotedSeat): PricedNow => ({
  amount: seatPrice(terms, type, ticketType),
  surcharges: terms.surcharges.map(({ name }) => name),
});

const seatLine = ({ id, type, ticketType }: QuotedSeat, price: Money | PricedNow): QuoteLine => {
  const { amount, surcharges } = 'currency' in price ? { amount: price, surcharges: [] } : price;
  return { kind: 'seat', seatId: id, seatType: type, ticketType, surcharges, amount };
};

const sumOf = (lines: readonly QuoteLine[]): number =>
  lines.reduce((sum, line) => (line.kind === 'tax' && line.included ? sum : sum + line.amount.amount), 0);
