import { accept } from '../kernel/decider.ts';
import type { ShowtimeAsked, ShowtimeDecision } from './commands.ts';
import type { HeldSeat, ShowtimeSummary } from './events.ts';
import { bookedSeats } from './inventory/claims.ts';
import { expiriesDue } from './inventory/freeSeats.ts';
import { isHeld, seatStatusAt } from './inventory/SeatInventory.ts';
import type { Showtime } from './ShowtimeState.ts';

const lineKey = ({ type, ticketType, price }: HeldSeat): string =>
  [type, ticketType, price.amount, price.currency].join(' ');

/** Of a showtime without holds. */
export const summaryOf = ({ status, facts, inventory }: Showtime): ShowtimeSummary => {
  const booked = bookedSeats(inventory);
  const sold = [...Map.groupBy(booked, lineKey).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const { type: seatType, ticketType, price } = first;
    return [{ seatType, ticketType, price, seats: alike.length }];
  });
  const { currency } = booked[0]?.price ?? facts.priceTerms.base;
  const amount = booked.reduce((sum, { price }) => sum + price.amount, 0);
  const blocked = inventory.plan.ids.filter((_, index) => seatStatusAt(inventory, index) === 'blocked');
  return {
    isCancelled: status === 'cancelled',
    layoutVersion: facts.layoutVersion,
    ...{ seats: inventory.plan.size, booked: booked.length, blocked: blocked.length },
    sold,
    total: { amount, currency },
  };
};

/** Holds that ran out are recorded first; the summary follows once no hold is left. */
export const summarizeShowtime = (
  { closesAfterMs, nowMs }: ShowtimeAsked<'SummarizeShowtime'>,
  state: Showtime,
): ShowtimeDecision<'SummarizeShowtime'> => {
  const isDue = nowMs >= Date.parse(state.facts.endsAt) + closesAfterMs;
  if (!isDue || state.isSummarized === true) return accept();
  if (isHeld(state.inventory)) return accept(...expiriesDue(state.inventory, nowMs));
  return accept({ type: 'ShowtimeSummarized', data: summaryOf(state) });
};
