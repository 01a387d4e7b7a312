import type { Hold, HoldEnd, SeatInventory } from './SeatInventory.ts';

type Claims = Pick<SeatInventory, 'holds' | 'endedHolds'>;

export type HoldLookup =
  | { readonly kind: 'active'; readonly hold: Hold }
  | { readonly kind: 'over'; readonly how: HoldEnd }
  | { readonly kind: 'unknown' };

/** A hold as it stands at an instant: one that reached `expiresAt` is over, recorded or not. */
export const findHold = ({ holds, endedHolds }: Claims, holdId: string, nowMs: number): HoldLookup => {
  const hold = holds.get(holdId);
  if (hold !== undefined)
    return nowMs < hold.expiresAtMs ? { kind: 'active', hold } : { kind: 'over', how: 'expired' };
  const ended = endedHolds.get(holdId);
  return ended === undefined ? { kind: 'unknown' } : { kind: 'over', how: ended.how };
};

/** The booking that a hold, live or over, was made for; undefined when there was no such hold. */
export const bookingOfHold = ({ holds, endedHolds }: Claims, holdId: string): string | undefined =>
  (holds.get(holdId) ?? endedHolds.get(holdId))?.bookingId;
