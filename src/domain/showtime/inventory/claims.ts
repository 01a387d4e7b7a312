/** Who has which seats, read from the words of an inventory. */
import { ticketTypes } from '../../pricing/terms.ts';
import { seatTypes } from '../../seating/seat.ts';
import type { HeldSeat } from '../events.ts';
import {
  loneSeatsIn,
  packId,
  type SlotStatus,
  seatStatusIn,
  seatWord,
  seatWords,
  slotStatusIn,
  slotWord,
  slotWords,
  unpackId,
  unpackInstant,
  unpackSeat,
  unpackSlot,
} from './claimWords.ts';
import { type EndedHold, type Hold, idsOf, type SeatInventory, wordsOf } from './SeatInventory.ts';

export const slotAt = ({ plan }: Pick<SeatInventory, 'plan'>, slot: number): number =>
  plan.size * seatWords + slot * slotWords;

const statusOfSlot = (inventory: SeatInventory, slot: number): SlotStatus =>
  slotStatusIn(wordsOf(inventory)[slotAt(inventory, slot) + slotWord.head] ?? 0);

/** The newest holds are looked at first. */
export const slotOfHold = (
  inventory: SeatInventory,
  holdId: string,
  isWanted: (status: SlotStatus) => boolean,
): number | undefined => {
  const id = packId(holdId);
  if (id === undefined) return undefined;
  const words = wordsOf(inventory);
  for (let slot = inventory.slots - 1; slot >= 0; slot -= 1) {
    const at = slotAt(inventory, slot);
    // Compared from the last word, the random part of an id.
    if (words[at + 3] !== id[3] || words[at + 2] !== id[2] || words[at + 1] !== id[1] || words[at] !== id[0])
      continue;
    if (isWanted(statusOfSlot(inventory, slot))) return slot;
  }
  return undefined;
};

const slotOfSeat = (inventory: SeatInventory, index: number): number | undefined => {
  const plusOne = wordsOf(inventory)[index * seatWords + seatWord.slot] ?? 0;
  return plusOne === 0 ? undefined : plusOne - 1;
};

const heldSeatAt = ({ plan, currencies }: SeatInventory, words: Uint32Array, index: number): HeldSeat => {
  const at = index * seatWords;
  const head = unpackSeat(words[at] ?? 0);
  const id = plan.ids[index];
  const type = seatTypes[head.type];
  const ticketType = ticketTypes[head.ticketType];
  const currency = currencies[head.currency];
  if (id === undefined || type === undefined || ticketType === undefined || currency === undefined) {
    throw new Error(`seat ${index} is not whole in its inventory`);
  }
  return { id, type, ticketType, price: { amount: words[at + seatWord.price] ?? 0, currency } };
};

const seatsFrom = (inventory: SeatInventory, first: number | undefined): readonly HeldSeat[] => {
  const words = wordsOf(inventory);
  const seats: HeldSeat[] = [];
  for (let index = first; index !== undefined; index = unpackSeat(words[index * seatWords] ?? 0).next) {
    seats.push(heldSeatAt(inventory, words, index));
  }
  return seats;
};

/** Of an active slot. */
export const holdInSlot = (inventory: SeatInventory, slot: number): Hold => {
  const words = wordsOf(inventory);
  const at = slotAt(inventory, slot);
  const head = unpackSlot(words[at + slotWord.head] ?? 0);
  const holdId = unpackId(words, at + slotWord.holdId);
  const expiresAtMs = unpackInstant(words, at + slotWord.expiresAt);
  return {
    holdId,
    bookingId: unpackId(words, at + slotWord.bookingId),
    seats: seatsFrom(inventory, head.first),
    total: { amount: words[at + slotWord.total] ?? 0, currency: inventory.currencies[head.currency] ?? '' },
    expiresAtMs,
    capAtMs: expiresAtMs + ((words[at + slotWord.capAfter] ?? 0) | 0),
    loneSeats: inventory.manyLoneSeats.get(holdId) ?? idsOf(inventory, loneSeatsIn(words, at)),
  };
};

export const holdOf = (inventory: SeatInventory, holdId: string): Hold | undefined => {
  const slot = slotOfHold(inventory, holdId, (status) => status === 'active');
  return slot === undefined ? undefined : holdInSlot(inventory, slot);
};

const isOver = (status: SlotStatus): status is Exclude<SlotStatus, 'free' | 'active'> =>
  status !== 'free' && status !== 'active';

/** All booked holds are known, and the latest of the expired and released ones. */
export const endedHoldOf = (inventory: SeatInventory, holdId: string): EndedHold | undefined => {
  const slot = slotOfHold(inventory, holdId, isOver);
  if (slot === undefined) return undefined;
  const how = statusOfSlot(inventory, slot);
  const bookingId = unpackId(wordsOf(inventory), slotAt(inventory, slot) + slotWord.bookingId);
  return isOver(how) ? { how, bookingId } : undefined;
};

/** The active holds whose instant of expiry has come. */
export const holdsDue = (inventory: SeatInventory, nowMs: number): readonly Hold[] => {
  const due: Hold[] = [];
  for (let slot = 0; slot < inventory.slots; slot += 1) {
    if (statusOfSlot(inventory, slot) === 'active' && nowMs >= expiryOf(inventory, slot))
      due.push(holdInSlot(inventory, slot));
  }
  return due;
};

const expiryOf = (inventory: SeatInventory, slot: number): number =>
  unpackInstant(wordsOf(inventory), slotAt(inventory, slot) + slotWord.expiresAt);

/** A seat of a hold that has run out is free to take, though no event says so yet. */
export const isSeatFree = (inventory: SeatInventory, index: number, nowMs: number): boolean => {
  const status = seatStatusIn(wordsOf(inventory)[index * seatWords] ?? 0);
  if (status !== 'held') return status === 'available';
  const slot = slotOfSeat(inventory, index);
  if (slot === undefined || statusOfSlot(inventory, slot) !== 'active') return false;
  return nowMs >= expiryOf(inventory, slot);
};

export const holdIdAt = (inventory: SeatInventory, index: number): string | undefined =>
  ownerAt(inventory, index, 'held');

export const bookingIdAt = (inventory: SeatInventory, index: number): string | undefined =>
  ownerAt(inventory, index, 'booked');

const ownerAt = (inventory: SeatInventory, index: number, wanted: 'held' | 'booked'): string | undefined => {
  const words = wordsOf(inventory);
  const slot = slotOfSeat(inventory, index);
  if (slot === undefined || seatStatusIn(words[index * seatWords] ?? 0) !== wanted) return undefined;
  return unpackId(
    words,
    slotAt(inventory, slot) + (wanted === 'held' ? slotWord.holdId : slotWord.bookingId),
  );
};

/** In layout order, as they were sold. */
export const bookedSeats = (inventory: SeatInventory): readonly HeldSeat[] => {
  const words = wordsOf(inventory);
  return inventory.plan.ids.flatMap((_, index) =>
    seatStatusIn(words[index * seatWords] ?? 0) === 'booked' ? [heldSeatAt(inventory, words, index)] : [],
  );
};

/** The bookings that own seats, each once, in layout order. */
export const bookingsIn = (inventory: SeatInventory): readonly string[] => [
  ...new Set(inventory.plan.ids.flatMap((_, index) => bookingIdAt(inventory, index) ?? [])),
];
