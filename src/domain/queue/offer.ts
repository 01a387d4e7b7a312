import type { Money } from '../kernel/money.ts';
import { seatPrice } from '../pricing/price.ts';
import { ticketTypes } from '../pricing/terms.ts';
import type { SeatType } from '../seating/seat.ts';
import { seatStatusAt } from '../showtime/inventory/SeatInventory.ts';
import type { Showtime } from '../showtime/ShowtimeState.ts';

export interface Offer {
  readonly priceRange: { readonly from: Money; readonly to: Money };
  readonly seatsLeft: Readonly<Partial<Record<SeatType, number>>>;
  readonly freeSeats: number;
  readonly seatsPerHold: number;
}

/** What callers who wait are shown of a showtime. Throws for a hall without seats. */
export const offerOf = ({ facts, inventory }: Showtime): Offer => {
  const { plan } = inventory;
  const seatsLeft: Partial<Record<SeatType, number>> = {};
  let freeSeats = 0;
  for (const [index, type] of plan.types.entries()) {
    const isFree = seatStatusAt(inventory, index) === 'available';
    seatsLeft[type] = (seatsLeft[type] ?? 0) + (isFree ? 1 : 0);
    if (isFree) freeSeats += 1;
  }
  const prices = [...new Set(plan.types)].flatMap((seatType) =>
    ticketTypes.map((ticketType) => seatPrice(facts.priceTerms, seatType, ticketType)),
  );
  prices.sort((one, other) => one.amount - other.amount);
  const [from, to] = [prices[0], prices.at(-1)];
  if (from === undefined || to === undefined) throw new Error(`showtime ${facts.showtimeId} has no seats`);
  return { priceRange: { from, to }, seatsLeft, freeSeats, seatsPerHold: facts.policies.seatsPerHoldMax };
};
