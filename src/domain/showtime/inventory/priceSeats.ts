import { seatPrice } from '../../pricing/price.ts';
import { type MixedCurrencies, type Quote, quote } from '../../pricing/quote.ts';
import type { TicketType } from '../../pricing/terms.ts';
import type { HeldSeat } from '../events.ts';
import type { Showtime } from '../ShowtimeState.ts';

export interface ChosenSeat {
  /** In the plan. */
  readonly index: number;
  readonly ticketType: TicketType;
}

/** Own keys only: a seat id may be any text, such as `constructor`. */
export const ticketTypeOf = (
  ticketTypes: Readonly<Record<string, TicketType>>,
  seatId: string,
  otherwise: TicketType = 'adult',
): TicketType => (Object.hasOwn(ticketTypes, seatId) ? ticketTypes[seatId] : undefined) ?? otherwise;

/** A seat at today's price. */
export const heldSeat = ({ facts, inventory }: Showtime, { index, ticketType }: ChosenSeat): HeldSeat => {
  const id = inventory.plan.ids[index];
  const type = inventory.plan.types[index];
  if (id === undefined || type === undefined) throw new Error(`no seat at index ${index}`);
  return { id, type, ticketType, price: seatPrice(facts.priceTerms, type, ticketType) };
};

/** What held seats cost at their frozen prices. */
export const quoteOf = ({ facts }: Showtime, seats: readonly HeldSeat[]): Quote | MixedCurrencies =>
  quote({ terms: facts.priceTerms, seats });
