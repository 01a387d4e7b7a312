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

export interface QuoteRequest {
  readonly terms: PriceTerms;
  readonly seats: readonly QuotedSeat[];
  /** Taken off in order; together never more than the seats and add-ons cost. */
  readonly discounts?: readonly NamedAmount[];
  readonly addOns?: readonly (NamedAmount & { readonly quantity: number })[];
  readonly fees?: readonly NamedAmount[];
  /** On everything else; an included tax is part of the prices and only told. */
  readonly taxes?: readonly { readonly label: string; readonly bp: number; readonly included: boolean }[];
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
export const quote = (request: QuoteRequest): Quote | MixedCurrencies => {
  const { terms, seats, discounts = [], addOns = [], fees = [], taxes = [] } = request;
  const { currency } = terms.base;
  const given = [...discounts, ...addOns, ...fees].map(({ amount }) => amount);
  const frozen = seats.flatMap(({ price }) => price ?? []);
  const foreign = [...frozen, ...given].find((money) => money.currency !== currency);
  if (foreign !== undefined) return { kind: 'mixed-currencies', currency: foreign.currency };

  const money = (amount: number): Money => ({ amount, currency });
  const rounded = (amount: number): number => roundToChargeable(BigInt(amount), 1n, currency);
  const seatLines = seats.map((seat) => seatLine(terms, seat));
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

const seatLine = (terms: PriceTerms, { id, type, ticketType, price }: QuotedSeat): QuoteLine => ({
  kind: 'seat',
  seatId: id,
  seatType: type,
  ticketType,
  surcharges: price === undefined ? terms.surcharges.map(({ name }) => name) : [],
  amount: price ?? seatPrice(terms, type, ticketType),
});

const sumOf = (lines: readonly QuoteLine[]): number =>
  lines.reduce((sum, line) => (line.kind === 'tax' && line.included ? sum : sum + line.amount.amount), 0);
