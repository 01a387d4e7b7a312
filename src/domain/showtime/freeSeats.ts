/**
 * Which seats can be taken at an instant, and which expiries must be recorded before they are. A seat of a hold
 * that has run out is free to take, though its stream does not say so yet.
 */
import type { ShowtimeEvent } from './events.ts';
import { type Showtime, seatLetter } from './ShowtimeState.ts';

/** Whether a seat, by its index in the plan, could be taken at `nowMs`. */
export const isFreeAt =
  (showtime: Showtime, nowMs: number) =>
  (index: number): boolean => {
    const letter = showtime.letters[index];
    if (letter === seatLetter.available) return true;
    if (letter !== seatLetter.held) return false;
    const hold = showtime.holds.get(showtime.owners[index] ?? '');
    return hold !== undefined && nowMs >= hold.expiresAtMs;
  };

/** The expiries of the holds that still own any of these seats; call it for free seats only. */
export const expiriesBefore = (showtime: Showtime, seats: readonly number[]): readonly ShowtimeEvent[] => {
  const holdIds = new Set<string>();
  for (const index of seats) {
    const owner = showtime.owners[index];
    if (showtime.letters[index] === seatLetter.held && owner !== undefined) holdIds.add(owner);
  }
  return expiriesOf(showtime, holdIds);
};

/** Every hold that has run out by `nowMs`, at most one per seat of the hall. */
export const expiriesDue = (showtime: Showtime, nowMs: number): readonly ShowtimeEvent[] => {
  const due = showtime.holds.valueSeq().filter((hold) => nowMs >= hold.expiresAtMs);
  return expiriesOf(
    showtime,
    due.map((hold) => hold.holdId),
  );
};

export const expiriesOf = (showtime: Showtime, holdIds: Iterable<string>): readonly ShowtimeEvent[] =>
  [...holdIds].flatMap((holdId) => {
    const hold = showtime.holds.get(holdId);
    if (hold === undefined) return [];
    return [{ type: 'HoldExpired', data: { holdId, seatIds: hold.seats.map((seat) => seat.id) } }];
  });
