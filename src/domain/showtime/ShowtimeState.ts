/**
 * A showtime's seat inventory as folded from its stream. Values are persistent: `evolve` shares what did not
 * change, so a state once handed out stays as it was.
 */
import type { Map as PersistentMap } from 'immutable';
import type { z } from 'zod';
import type { Money } from '../kernel/money.ts';
import type { SealedText } from '../kernel/sealedText.ts';
import type { SeatingPlan } from '../seating/SeatingPlan.ts';
import type { ShowtimeRejection, ShowtimeStatus } from './commands.ts';
import type { HeldSeat, showtimeFactsSchema } from './events.ts';

/** Seat status as one byte: what the compact seat map shows. */
export const seatLetter = { available: 65, held: 72, booked: 66, blocked: 88 } as const;
export type SeatStatus = keyof typeof seatLetter;

/** A claim that has not ended by an event; whether it has lapsed is a question of the time asked. */
export interface Hold {
  readonly holdId: string;
  readonly bookingId: string;
  readonly seats: readonly HeldSeat[];
  readonly total: Money;
  readonly expiresAtMs: number;
  /** The latest it may be extended to. */
  readonly capAtMs: number;
  readonly loneSeats: readonly string[];
}

export type HoldEnd = 'expired' | 'released' | 'booked';

export interface EndedHold {
  readonly how: HoldEnd;
  readonly bookingId: string;
}

/** Everything of ShowtimeScheduled but the drawing of the hall; price terms as they are now. */
export type ShowtimeFacts = Readonly<z.output<typeof showtimeFactsSchema>>;

export interface NoShowtime {
  readonly status: 'none';
}

export interface Showtime {
  readonly status: 'scheduled' | 'on-sale' | 'closed' | 'cancelled';
  /** Moved by staff's edits only, from 1. */
  readonly version: number;
  readonly facts: ShowtimeFacts;
  readonly plan: SeatingPlan;
  /** One {@link seatLetter} per seat in layout order. Never written after it was made. */
  readonly letters: Uint8Array;
  /** Per seat: the hold of a held one, the booking of a booked one. */
  readonly owners: readonly (string | undefined)[];
  readonly holds: PersistentMap<string, Hold>;
  readonly endedHolds: PersistentMap<string, EndedHold>;
  /** The reason that staff gave, by the id of a blocked seat. */
  readonly blockedWhy: PersistentMap<string, SealedText>;
  /** Of a cancelled one. */
  readonly cancelledWhy?: SealedText;
}

export type ShowtimeState = NoShowtime | Showtime;

/** The status shown outside at an instant. */
export const showtimeStatus = (
  showtime: Pick<Showtime, 'status'> & { readonly facts: Pick<ShowtimeFacts, 'endsAt' | 'salesCloseAt'> },
  nowMs: number,
): ShowtimeStatus => {
  if (showtime.status === 'cancelled') return 'cancelled';
  if (nowMs >= Date.parse(showtime.facts.endsAt)) return 'ended';
  if (showtime.status === 'on-sale' && nowMs >= Date.parse(showtime.facts.salesCloseAt)) return 'closed';
  return showtime.status;
};

export type HoldLookup =
  | { readonly kind: 'active'; readonly hold: Hold }
  | { readonly kind: 'over'; readonly how: HoldEnd }
  | { readonly kind: 'unknown' };

/** A hold as it stands at an instant: one that reached `expiresAt` is over, recorded or not. */
export const findHold = (showtime: Showtime, holdId: string, nowMs: number): HoldLookup => {
  const hold = showtime.holds.get(holdId);
  if (hold !== undefined)
    return nowMs < hold.expiresAtMs ? { kind: 'active', hold } : { kind: 'over', how: 'expired' };
  const ended = showtime.endedHolds.get(holdId);
  return ended === undefined ? { kind: 'unknown' } : { kind: 'over', how: ended.how };
};

/** The booking that a hold, live or over, was made for; undefined when there was no such hold. */
export const bookingOfHold = (showtime: Showtime, holdId: string): string | undefined =>
  (showtime.holds.get(holdId) ?? showtime.endedHolds.get(holdId))?.bookingId;

/** The compact seat map: one letter per seat in layout order. */
export const compactSeats = (showtime: Showtime): string => String.fromCharCode(...showtime.letters);

/** Seat ids as indexes into the plan, each once, or the ids that it does not have. */
export const indexesOf = (
  showtime: Showtime,
  seatIds: readonly string[],
):
  | { readonly kind: 'known'; readonly indexes: readonly number[] }
  | {
      readonly kind: 'unknown';
      readonly rejection: Extract<ShowtimeRejection, { reason: 'UnknownSeat' }>;
    } => {
  const indexes: number[] = [];
  const unknown: string[] = [];
  for (const id of new Set(seatIds)) {
    const index = showtime.plan.indexOf.get(id);
    if (index === undefined) unknown.push(id);
    else indexes.push(index);
  }
  return unknown.length === 0
    ? { kind: 'known', indexes }
    : { kind: 'unknown', rejection: { reason: 'UnknownSeat', unknown } };
};

export const idsOf = (showtime: Showtime, indexes: readonly number[]): string[] =>
  indexes.flatMap((index) => showtime.plan.ids[index] ?? []);
