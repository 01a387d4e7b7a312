import type { ShowtimeEvent } from '../events.ts';
import { holdIdAt, holdOf, holdsDue, isSeatFree } from './claims.ts';
import type { Hold, SeatInventory } from './SeatInventory.ts';

/** Whether a seat, by its index in the plan, could be taken at `nowMs`. */
export const isFreeAt =
  (inventory: SeatInventory, nowMs: number) =>
  (index: number): boolean =>
    isSeatFree(inventory, index, nowMs);

/** The expiries of the holds that still own any of these seats; call it for free seats only. */
export const expiriesBefore = (
  inventory: SeatInventory,
  seats: readonly number[],
): readonly ShowtimeEvent[] => {
  const holdIds = new Set<string>();
  for (const index of seats) {
    const owner = holdIdAt(inventory, index);
    if (owner !== undefined) holdIds.add(owner);
  }
  return expiriesOf(inventory, holdIds);
};

/** Every hold that has run out by `nowMs`, at most one per seat of the hall. */
export const expiriesDue = (inventory: SeatInventory, nowMs: number): readonly ShowtimeEvent[] =>
  holdsDue(inventory, nowMs).map(expiryOf);

export const expiriesOf = (inventory: SeatInventory, holdIds: Iterable<string>): readonly ShowtimeEvent[] =>
  [...holdIds].flatMap((holdId) => {
    const hold = holdOf(inventory, holdId);
    return hold === undefined ? [] : [expiryOf(hold)];
  });

const expiryOf = ({ holdId, seats }: Hold): ShowtimeEvent => ({
  type: 'HoldExpired',
  data: { holdId, seatIds: seats.map(({ id }) => id) },
});
