import { isSeatFree } from '../../domain/showtime/inventory/claims.ts';
import type { SeatInventory } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../domain/showtime/showtimeDecider.ts';
import type { OnSale } from '../onsale/OnSale.ts';
import type { RefusedGuest } from '../onsale/refusals.ts';

/** Undefined while none is taken: such a hold would be granted. */
const takenIn = (
  inventory: SeatInventory,
  { seatType, party }: RefusedGuest,
  nowMs: number,
  turn: number,
): readonly string[] | undefined => {
  const { plan } = inventory;
  const isMeant = (index: number): boolean =>
    seatType === 'any' || seatType === 'mixed' || plan.types[index] === seatType;
  const seats = plan.ids.map((id, index) => ({
    id,
    isTaken: isMeant(index) && !isSeatFree(inventory, index, nowMs),
  }));
  const taken = seats.filter(({ isTaken }) => isTaken);
  if (taken.length === 0) return undefined;
  const from = (turn * party) % taken.length;
  const others = seats.filter(({ isTaken }) => !isTaken);
  return [...taken.slice(from), ...taken.slice(0, from), ...others].slice(0, party).map(({ id }) => id);
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
  let next = 0;
  return guests.map((guest, turn) => {
    for (; (events[next]?.atMs ?? Number.POSITIVE_INFINITY) <= guest.atMs; next += 1) {
      const told = events[next];
      if (told !== undefined) state = showtimeDecider.evolve(state, told.event);
    }
    return state.status === 'none' ? undefined : takenIn(state.inventory, guest, guest.atMs, turn);
  });
};
