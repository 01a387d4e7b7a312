import { isSeatFree } from '../../domain/showtime/inventory/claims.ts';
import type { SeatInventory } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../domain/showtime/showtimeDecider.ts';
import type { OnSale } from '../onsale/OnSale.ts';
import type { RefusedGuest } from '../onsale/refusals.ts';

interface Seats {
  readonly taken: readonly string[];
  readonly others: readonly string[];
}

const seatsOf = (inventory: SeatInventory, { seatType, atMs }: RefusedGuest): Seats => {
  const { plan } = inventory;
  const isTaken = (index: number): boolean =>
    (seatType === 'any' || seatType === 'mixed' || plan.types[index] === seatType) &&
    !isSeatFree(inventory, index, atMs);
  return {
    taken: plan.ids.filter((_, index) => isTaken(index)),
    others: plan.ids.filter((_, index) => !isTaken(index)),
  };
};

/** Undefined while none is taken: such a hold would be granted. */
const wishOf = ({ taken, others }: Seats, party: number, turn: number): readonly string[] | undefined => {
  if (taken.length === 0) return undefined;
  const from = (turn * party) % taken.length;
  const inTurn = [...taken.slice(from, from + party), ...taken.slice(0, from)];
  return [...inTurn, ...others].slice(0, party);
};

/**
 * The log does not say which seats a refused guest wanted: these are some that were taken then, in turn, filled up with others.
 * Guests in the order of time.
 */
export const takenSeats = (
  { events }: Pick<OnSale, 'events'>,
  guests: readonly RefusedGuest[],
): readonly (readonly string[] | undefined)[] => {
  let state: ShowtimeState = showtimeDecider.initialState;
  let known = new Map<RefusedGuest['seatType'], Seats>();
  let next = 0;
  return guests.map((guest, turn) => {
    for (; (events[next]?.atMs ?? Number.POSITIVE_INFINITY) <= guest.atMs; next += 1) {
      const told = events[next];
      if (told !== undefined) state = showtimeDecider.evolve(state, told.event);
      known = new Map();
    }
    if (state.status === 'none') return undefined;
    const seats = known.get(guest.seatType) ?? seatsOf(state.inventory, guest);
    known.set(guest.seatType, seats);
    return wishOf(seats, guest.party, turn);
  });
};
