import type { Map as PersistentMap } from 'immutable';
import type { Money } from '../../kernel/money.ts';
import type { SealedText } from '../../kernel/sealedText.ts';
import type { SeatingPlan } from '../../seating/SeatingPlan.ts';
import { countAvailable, unitsOf } from '../../seating/units.ts';
import type { HeldSeat } from '../events.ts';

/** Seat status as one byte: what the compact seat map shows. */
export const seatLetter = { available: 65, held: 72, booked: 66, blocked: 88 } as const;
export type SeatStatus = keyof typeof seatLetter;

/** A claim that no event has ended; whether it has lapsed depends on the time. */
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
  /** Of an expired or released one: how many had ended so before. */
  readonly nth?: number;
}

/** What a showtime has to sell when seats are numbered, and who has them. Values are persistent. */
export interface SeatInventory {
  readonly kind: 'seats';
  readonly plan: SeatingPlan;
  /** One {@link seatLetter} per seat in layout order. Never written after it was made. */
  readonly letters: Uint8Array;
  /** Per seat: the hold of a held one, the booking of a booked one. */
  readonly owners: readonly (string | undefined)[];
  readonly holds: PersistentMap<string, Hold>;
  /** All booked ones, and the latest of the expired and released ones. */
  readonly endedHolds: PersistentMap<string, EndedHold>;
  /** Holds that have expired or were released. */
  readonly endings: number;
  /** The reason that staff gave, by the id of a blocked seat. */
  readonly blockedWhy: PersistentMap<string, SealedText>;
}

/** The compact seat map: one letter per seat in layout order. */
export const compactSeats = ({ letters }: SeatInventory): string => String.fromCharCode(...letters);

/** Seat ids as indexes into the plan, each once, or the ids that it does not have. */
export const indexesOf = (
  { plan }: SeatInventory,
  seatIds: readonly string[],
):
  | { readonly kind: 'known'; readonly indexes: readonly number[] }
  | {
      readonly kind: 'unknown';
      readonly rejection: { readonly reason: 'UnknownSeat'; readonly unknown: readonly string[] };
    } => {
  const indexes: number[] = [];
  const unknown: string[] = [];
  for (const id of new Set(seatIds)) {
    const index = plan.indexOf.get(id);
    if (index === undefined) unknown.push(id);
    else indexes.push(index);
  }
  return unknown.length === 0
    ? { kind: 'known', indexes }
    : { kind: 'unknown', rejection: { reason: 'UnknownSeat', unknown } };
};

export const idsOf = ({ plan }: SeatInventory, indexes: readonly number[]): string[] =>
  indexes.flatMap((index) => plan.ids[index] ?? []);

export const availableIn = ({ plan, letters }: SeatInventory): number =>
  countAvailable({
    total: plan.size,
    taken: letters.reduce((count, letter) => (letter === seatLetter.available ? count : count + 1), 0),
    units: unitsOf(plan.unitIds.map((unitId, seat) => ({ seat, unitId }))),
    isTaken: (seat) => letters[seat] !== seatLetter.available,
  });

/** Whether any seat is held or booked; a hold that ran out counts until its expiry is recorded. */
export const isInUse = ({ letters }: SeatInventory): boolean =>
  letters.includes(seatLetter.held) || letters.includes(seatLetter.booked);

/** The bookings that own seats, each once, in layout order. */
export const bookingsIn = ({ letters, owners }: SeatInventory): readonly string[] => [
  ...new Set(
    owners.flatMap((owner, index) =>
      owner !== undefined && letters[index] === seatLetter.booked ? [owner] : [],
    ),
  ),
];
