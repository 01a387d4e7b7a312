/** What events change in the words of an inventory. Each function gives another inventory and leaves its argument as it was. */
import { ticketTypes } from '../../pricing/terms.ts';
import { seatTypes } from '../../seating/seat.ts';
import type { HeldSeat } from '../events.ts';
import { slotAt } from './claims.ts';
import {
  packId,
  packInstant,
  packSeat,
  packSlot,
  type SeatStatus,
  seatStatuses,
  seatWord,
  seatWords,
  slotStatusIn,
  slotWord,
  slotWords,
} from './claimWords.ts';
import { type Hold, type SeatInventory, wordsOf } from './SeatInventory.ts';
import { VersionedWords } from './VersionedWords.ts';

const noSeats = { currency: 0, first: undefined, lone: undefined } as const;
const firstSlots = 16;
const currenciesMax = 64;

/** Doubled up to a slot for each seat, which most halls need and few exceed. */
const slotsFor = (needed: number, seats: number): number => {
  if (needed > seats) return Math.ceil(needed * 1.25);
  return Math.min(seats, Math.max(firstSlots, 2 * needed));
};

export class ClaimChanges {
  readonly #before: SeatInventory;
  readonly #changes: number[] = [];
  #slots: number;
  #freeSlots: number;
  #currencies: readonly string[];

  constructor(before: SeatInventory) {
    this.#before = before;
    this.#slots = before.slots;
    this.#freeSlots = before.freeSlots;
    this.#currencies = before.currencies;
  }

  /** Throws for a seat that the plan does not have. */
  indexOf(seatId: string): number {
    const index = this.#before.plan.indexOf.get(seatId);
    if (index === undefined) throw new Error(`seat ${seatId} is not in the layout`);
    return index;
  }

  /** Removes the seats from their hold or booking. */
  paint(seatIds: readonly string[], status: Extract<SeatStatus, 'available' | 'blocked'>): void {
    for (const id of seatIds) {
      const at = this.indexOf(id) * seatWords;
      this.#changes.push(at + seatWord.head, seatStatuses.indexOf(status));
      this.#changes.push(at + seatWord.slot, 0, at + seatWord.price, 0);
    }
  }

  /** Gives the seats to the hold of a slot, in this order. */
  hold(seats: readonly HeldSeat[], slot: number): void {
    const indexes = seats.map(({ id }) => this.indexOf(id));
    for (const [place, { type, ticketType, price }] of seats.entries()) {
      const at = (indexes[place] ?? 0) * seatWords;
      const head = packSeat({
        status: 'held',
        type: seatTypes.indexOf(type),
        ticketType: ticketTypes.indexOf(ticketType),
        currency: this.#currency(price.currency),
        next: indexes[place + 1],
      });
      this.#changes.push(
        at + seatWord.head,
        head,
        at + seatWord.slot,
        slot + 1,
        at + seatWord.price,
        price.amount,
      );
    }
  }

  book(seatIds: readonly string[], slot: number): void {
    const words = wordsOf(this.#before);
    for (const id of seatIds) {
      const at = this.indexOf(id) * seatWords;
      const head = ((words[at + seatWord.head] ?? 0) & ~3) | seatStatuses.indexOf('booked');
      this.#changes.push(at + seatWord.head, head >>> 0, at + seatWord.slot, slot + 1);
    }
  }

  /** At most one for each set of changes. */
  newSlot(): number {
    if (this.#freeSlots === 0) {
      this.#slots += 1;
      return this.#slots - 1;
    }
    const words = wordsOf(this.#before);
    let slot = 0;
    while (slotStatusIn(words[slotAt(this.#before, slot) + slotWord.head] ?? 0) !== 'free') slot += 1;
    this.#freeSlots -= 1;
    return slot;
  }

  /** Throws for ids that are no UUIDs. */
  putHold(slot: number, hold: Hold): void {
    const { holdId, bookingId, seats, total, expiresAtMs, capAtMs, loneSeats } = hold;
    const at = slotAt(this.#before, slot);
    this.putIds(slot, holdId, bookingId);
    const [one, other] = isPair(this.#before, loneSeats) ? loneSeats.map((id) => this.indexOf(id)) : [];
    const [low, high] = packInstant(expiresAtMs, other);
    const first = seats[0] === undefined ? undefined : this.indexOf(seats[0].id);
    const head = packSlot({ status: 'active', currency: this.#currency(total.currency), first, lone: one });
    this.#changes.push(at + slotWord.expiresAt, low, at + slotWord.expiresAt + 1, high);
    this.#changes.push(
      at + slotWord.capAfter,
      (capAtMs - expiresAtMs) >>> 0,
      at + slotWord.total,
      total.amount,
    );
    this.#changes.push(at + slotWord.head, head);
  }

  putIds(slot: number, holdId: string, bookingId: string): void {
    const [hold, booking] = [packId(holdId), packId(bookingId)];
    if (hold === undefined || booking === undefined)
      throw new Error(`hold ${holdId} or its booking has no UUID`);
    const at = slotAt(this.#before, slot);
    for (const [word, value] of hold.entries()) this.#changes.push(at + slotWord.holdId + word, value);
    for (const [word, value] of booking.entries()) this.#changes.push(at + slotWord.bookingId + word, value);
  }

  /** The `nth` end of a hold. */
  end(slot: number, how: 'expired' | 'released', nth: number): void {
    const at = slotAt(this.#before, slot);
    const [low, high] = packInstant(nth);
    this.#changes.push(at + slotWord.expiresAt, low, at + slotWord.expiresAt + 1, high);
    this.#changes.push(at + slotWord.head, packSlot({ status: how, ...noSeats }));
  }

  bookSlot(slot: number): void {
    const head = packSlot({ status: 'booked', ...noSeats });
    this.#changes.push(slotAt(this.#before, slot) + slotWord.head, head);
  }

  forget(slot: number): void {
    this.#freeSlots += 1;
    this.#changes.push(slotAt(this.#before, slot) + slotWord.head, 0);
  }

  done(more: Partial<SeatInventory> = {}): SeatInventory {
    const { plan, words: before } = this.#before;
    const room = Math.max(0, wordsOf(this.#before).length - plan.size * seatWords) / slotWords;
    const slots = this.#slots > room ? slotsFor(this.#slots, plan.size) : 0;
    const words = (before ?? VersionedWords.of(new Uint32Array(0))).with(
      this.#changes,
      plan.size * seatWords + slots * slotWords,
    );
    const [slotsUsed, freeSlots, currencies] = [this.#slots, this.#freeSlots, this.#currencies];
    return { ...this.#before, ...more, words, slots: slotsUsed, freeSlots, currencies };
  }

  #currency(currency: string): number {
    const known = this.#currencies.indexOf(currency);
    if (known !== -1) return known;
    if (this.#currencies.length === currenciesMax) throw new Error(`more than ${currenciesMax} currencies`);
    this.#currencies = [...this.#currencies, currency];
    return this.#currencies.length - 1;
  }
}

/** Whether lone seats find room in the words of a slot. */
export const isPair = ({ plan }: SeatInventory, seatIds: readonly string[]): boolean =>
  seatIds.length <= 2 && seatIds.every((id) => plan.indexOf.has(id));
