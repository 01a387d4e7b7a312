import type { Map as PersistentMap } from 'immutable';
import type { Money } from '../../kernel/money.ts';
import type { SealedText } from '../../kernel/sealedText.ts';
import type { SeatingPlan } from '../../seating/SeatingPlan.ts';
import { countAvailable, unitsOf } from '../../seating/units.ts';
import type { Admission, HeldSeat } from '../events.ts';
import { type SeatStatus, seatStatuses, seatStatusIn, seatWords } from './claimWords.ts';
import type { VersionedWords } from './VersionedWords.ts';

/** Seat status as one character: what the compact seat map shows. */
export const seatLetter = { available: 'A', held: 'H', booked: 'B', blocked: 'X' } as const satisfies Record<
  SeatStatus,
  string
>;

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
}

/**
 * What a showtime has to sell when seats are numbered, and who has them. A value: older ones stay as they were. Seats
 * and holds are numbers in one array, so that a hall that is sold out seat by seat takes 30 KB and not 150.
 */
export interface SeatInventory {
  readonly kind: 'seats';
  readonly plan: SeatingPlan;
  /** As claimWords.ts says; undefined while nothing was ever claimed. */
  readonly words: VersionedWords | undefined;
  /** Slots that were ever used, and how many of them are free again. */
  readonly slots: number;
  readonly freeSlots: number;
  /** In which holds were made: usually one. */
  readonly currencies: readonly string[];
  /** By hold id, where there are more than two or one is not in the plan. */
  readonly manyLoneSeats: PersistentMap<string, readonly string[]>;
  /** By hold id: whose turn in a waiting room it was. Of active holds. */
  readonly admissions: PersistentMap<string, Admission>;
  /** Holds that have expired or were released. */
  readonly endings: number;
  /** The reason that staff gave, by the id of a blocked seat. */
  readonly blockedWhy: PersistentMap<string, SealedText>;
}

const noWords = new Uint32Array(0);

/** To be read at once: the next change of the showtime makes other words of them. */
export const wordsOf = ({ words }: Pick<SeatInventory, 'words'>): Uint32Array => words?.read() ?? noWords;

export const seatStatusAt = (inventory: SeatInventory, index: number): SeatStatus =>
  seatStatusIn(wordsOf(inventory)[index * seatWords] ?? 0);

/** The compact seat map: one letter per seat in layout order. */
export const compactSeats = (inventory: SeatInventory): string => {
  const words = wordsOf(inventory);
  const letters = new Uint8Array(inventory.plan.size);
  for (let index = 0; index < letters.length; index += 1) {
    letters[index] = seatLetter[seatStatusIn(words[index * seatWords] ?? 0)].charCodeAt(0);
  }
  return String.fromCharCode(...letters);
};

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

const countOf = (inventory: SeatInventory, counted: (status: SeatStatus) => boolean): number => {
  const words = wordsOf(inventory);
  const numbers = seatStatuses.map(() => 0);
  for (let index = 0; index < inventory.plan.size; index += 1) {
    const code = (words[index * seatWords] ?? 0) & 3;
    numbers[code] = (numbers[code] ?? 0) + 1;
  }
  return seatStatuses.reduce((sum, status, code) => sum + (counted(status) ? (numbers[code] ?? 0) : 0), 0);
};

/** Seats that are neither booked nor blocked. */
export const unsoldSeats = (inventory: SeatInventory): number =>
  countOf(inventory, (status) => status === 'available' || status === 'held');

export const availableIn = (inventory: SeatInventory): number =>
  countAvailable({
    total: inventory.plan.size,
    taken: countOf(inventory, (status) => status !== 'available'),
    units: unitsOf(inventory.plan.unitIds.map((unitId, seat) => ({ seat, unitId }))),
    isTaken: (seat) => seatStatusAt(inventory, seat) !== 'available',
  });

/** Whether any seat is held; a hold that ran out counts until its expiry is recorded. */
export const isHeld = (inventory: SeatInventory): boolean =>
  countOf(inventory, (status) => status === 'held') > 0;

/** Whether any seat is held or booked; a hold that ran out counts until its expiry is recorded. */
export const isInUse = (inventory: SeatInventory): boolean =>
  countOf(inventory, (status) => status === 'held' || status === 'booked') > 0;
