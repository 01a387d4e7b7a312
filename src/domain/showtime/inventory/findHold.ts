import { endedHoldOf, holdOf } from './claims.ts';
import type { Hold, HoldEnd, SeatInventory } from './SeatInventory.ts';

export type HoldLookup =
  | { readonly kind: 'active'; readonly hold: Hold }
  | { readonly kind: 'over'; readonly how: HoldEnd }
  | { readonly kind: 'unknown' };

/** A hold as it stands at an instant: one that reached `expiresAt` is over, recorded or not. */
export const findHold = (inventory: SeatInventory, holdId: string, nowMs: number): HoldLookup => {
  const hold = holdOf(inventory, holdId);
  if (hold !== undefined)
    return nowMs < hold.expiresAtMs ? { kind: 'active', hold } : { kind: 'over', how: 'expired' };
  const ended = endedHoldOf(inventory, holdId);
  return ended === undefined ? { kind: 'unknown' } : { kind: 'over', how: ended.how };
};

/** The booking that a hold, live or over, was made for; undefined when there was no such hold. */
export const bookingOfHold = (inventory: SeatInventory, holdId: string): string | undefined =>
  (holdOf(inventory, holdId) ?? endedHoldOf(inventory, holdId))?.bookingId;
