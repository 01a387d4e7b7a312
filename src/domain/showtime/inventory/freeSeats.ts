import type { ShowtimeEvent } from '../events.ts';
import { type SeatInventory, seatLetter } from './SeatInventory.ts';

/**
 * Whether a seat, by its index in the plan, could be taken at `nowMs`. A seat of a hold that has run out is free to take,
 * though no event says so yet.
 */
export const isFreeAt =
  (inventory: SeatInventory, nowMs: number) =>
  (index: number): boolean => {
    const letter = inventory.letters[index];
    if (letter === seatLetter.available) return true;
    if (letter !== seatLetter.held) return false;
    const hold = inventory.holds.get(inventory.owners[index] ?? '');
    return hold !== undefined && nowMs >= hold.expiresAtMs;
  };

/** The expiries of the holds that still own any of these seats; call it for free seats only. */
export const expiriesBefore = (
  inventory: SeatInventory,
  seats: readonly number[],
): readonly ShowtimeEvent[] => {
  const holdIds = new Set<string>();
  for (const index of seats) {
    const owner = inventory.owners[index];
    if (inventory.letters[index] === seatLetter.held && owner !== undefined) holdIds.add(owner);
  }
  return expiriesOf(inventory, holdIds);
};

/** Every hold that has run out by `nowMs`, at most one per seat of the hall. */
export const expiriesDue = (inventory: SeatInventory, nowMs: number): readonly ShowtimeEvent[] => {
  const due = inventory.holds.valueSeq().filter((hold) => nowMs >= hold.expiresAtMs);
  return expiriesOf(
    inventory,
    due.map((hold) => hold.holdId),
  );
};

export const expiriesOf = (inventory: SeatInventory, holdIds: Iterable<string>): readonly ShowtimeEvent[] =>
  [...holdIds].flatMap((holdId) => {
    const hold = inventory.holds.get(holdId);
    if (hold === undefined) return [];
    return [{ type: 'HoldExpired', data: { holdId, seatIds: hold.seats.map((seat) => seat.id) } }];
  });
