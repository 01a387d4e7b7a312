import { bestAvailable } from '../../seating/bestAvailable.ts';
import type { SeatTest } from '../../seating/blocks.ts';
import { missingWheelchairs } from '../../seating/companions.ts';
import { loneSeatsLeft } from '../../seating/loneSeats.ts';
import { missingPartners } from '../../seating/units.ts';
import type { SeatSelection, ShowtimeRejections } from '../commands.ts';
import type { Showtime } from '../ShowtimeState.ts';
import { type ChosenSeat, ticketTypeOf } from './priceSeats.ts';
import { idsOf, indexesOf } from './SeatInventory.ts';

type Refusal = Extract<
  ShowtimeRejections['HoldSeats'],
  {
    readonly reason: 'TooManySeats' | 'UnknownSeat' | 'SeatsBelongTogether' | 'SeatsUnavailable' | 'LoneSeat';
  }
>;

type Chosen =
  | { readonly kind: 'chosen'; readonly seats: readonly ChosenSeat[] }
  | { readonly kind: 'refused'; readonly rejection: Refusal };

const refused = (rejection: Refusal): { readonly kind: 'refused'; readonly rejection: Refusal } => ({
  kind: 'refused',
  rejection,
});

/** The seats that a selection means, with their ticket types, if `isFree` lets them all be taken. */
export const chooseSeats = (state: Showtime, selection: SeatSelection, isFree: SeatTest): Chosen => {
  const { inventory } = state;
  if (selection.kind === 'named') {
    const seats = claimable(state, selection.seatIds, isFree);
    if (seats.kind === 'refused') return seats;
    return {
      kind: 'chosen',
      seats: seats.indexes.map((index) => ({
        index,
        ticketType: ticketTypeOf(selection.ticketTypes, inventory.plan.ids[index] ?? ''),
      })),
    };
  }
  const tooMany = tooManySeats(state, selection.count);
  if (tooMany !== undefined) return tooMany;
  const found = bestAvailable(inventory.plan, isFree, selection);
  if (found === undefined) return refused({ reason: 'SeatsUnavailable', unavailable: [] });
  return {
    kind: 'chosen',
    seats: found.map((index, place) => ({ index, ticketType: selection.ticketTypes[place] ?? 'adult' })),
  };
};

const tooManySeats = ({ facts }: Showtime, count: number) => {
  const max = facts.policies.seatsPerHoldMax;
  return count > max ? refused({ reason: 'TooManySeats', max }) : undefined;
};

type Claimable =
  | { readonly kind: 'claimable'; readonly indexes: readonly number[] }
  | { readonly kind: 'refused'; readonly rejection: Refusal };

/** Named seats by index: not too many, all known, whole units, companion seats with a wheelchair place, all free. */
export const claimable = (state: Showtime, seatIds: readonly string[], isFree: SeatTest): Claimable => {
  const { inventory } = state;
  const tooMany = tooManySeats(state, new Set(seatIds).size);
  if (tooMany !== undefined) return tooMany;
  const seats = indexesOf(inventory, seatIds);
  if (seats.kind === 'unknown') return refused(seats.rejection);
  const missing = [
    ...missingPartners(inventory.plan, seats.indexes),
    ...missingWheelchairs(inventory.plan, isFree, seats.indexes),
  ];
  if (missing.length > 0) {
    return refused({ reason: 'SeatsBelongTogether', with: idsOf(inventory, [...new Set(missing)]) });
  }
  const taken = seats.indexes.filter((index) => !isFree(index));
  if (taken.length > 0) {
    return refused({ reason: 'SeatsUnavailable', unavailable: idsOf(inventory, taken) });
  }
  return { kind: 'claimable', indexes: seats.indexes };
};

type LoneSeats =
  | { readonly kind: 'allowed'; readonly seats: readonly string[] }
  | { readonly kind: 'refused'; readonly seats: readonly string[]; readonly rejection: Refusal };

/** What the hall's lone-seat rule says of taking these seats: nothing, a warning, or a refusal if it was avoidable. */
export const loneSeats = (
  { facts, inventory }: Showtime,
  seats: readonly number[],
  isFree: SeatTest,
): LoneSeats => {
  const rule = facts.policies.loneSeatRule;
  if (rule === 'off') return { kind: 'allowed', seats: [] };
  const left = loneSeatsLeft(inventory.plan, isFree, seats);
  const ids = idsOf(inventory, left.seats);
  if (rule === 'warn' || ids.length === 0 || !left.avoidable) return { kind: 'allowed', seats: ids };
  return { seats: ids, ...refused({ reason: 'LoneSeat', seats: ids }) };
};
