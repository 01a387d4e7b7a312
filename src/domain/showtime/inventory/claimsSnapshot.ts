/** The words of an inventory as text, little-endian and in base64, and back again with every reference checked. */
import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import { ticketTypes } from '../../pricing/terms.ts';
import type { SeatingPlan } from '../../seating/SeatingPlan.ts';
import { seatTypes } from '../../seating/seat.ts';
import { admissionSchema } from '../events.ts';
import { slotAt } from './claims.ts';
import {
  loneSeatsIn,
  seatWord,
  seatWords,
  slotStatuses,
  slotStatusIn,
  slotWord,
  slotWords,
  unpackSeat,
  unpackSlot,
} from './claimWords.ts';
import { type SeatInventory, wordsOf } from './SeatInventory.ts';
import { VersionedWords } from './VersionedWords.ts';

export const claimsSchema = z.strictObject({
  words: z.base64(),
  slots: z.int().min(0),
  currencies: z.array(z.string()),
  manyLoneSeats: z.array(z.tuple([z.string(), z.array(z.string())])),
  admissions: z.array(z.tuple([z.string(), admissionSchema])),
  endings: z.int().min(0),
});

type Claims = Pick<
  SeatInventory,
  'words' | 'slots' | 'freeSlots' | 'currencies' | 'manyLoneSeats' | 'admissions' | 'endings'
>;

const bytesPerWord = 4;

const lengthOf = ({ plan, slots }: Pick<SeatInventory, 'plan' | 'slots'>): number =>
  plan.size * seatWords + slots * slotWords;

export const encodeClaims = (inventory: SeatInventory): z.output<typeof claimsSchema> => {
  const { words, slots, currencies, manyLoneSeats, admissions, endings } = inventory;
  const length = words === undefined ? 0 : lengthOf(inventory);
  const bytes = Buffer.alloc(length * bytesPerWord);
  const all = wordsOf(inventory);
  for (let place = 0; place < length; place += 1) bytes.writeUInt32LE(all[place] ?? 0, place * bytesPerWord);
  return {
    words: bytes.toString('base64'),
    ...{ slots, currencies: [...currencies], endings },
    manyLoneSeats: [...manyLoneSeats].map(([holdId, seatIds]) => [holdId, [...seatIds]]),
    admissions: [...admissions],
  };
};

/** Undefined for what are no claims on the seats of this plan. */
export const decodeClaims = (json: z.output<typeof claimsSchema>, plan: SeatingPlan): Claims | undefined => {
  const { slots, currencies, endings } = json;
  const bytes = Buffer.from(json.words, 'base64');
  const others = {
    ...{ slots, currencies, endings },
    manyLoneSeats: PersistentMap(json.manyLoneSeats),
    admissions: PersistentMap(json.admissions),
  };
  if (bytes.length === 0) return slots === 0 ? { ...others, words: undefined, freeSlots: 0 } : undefined;
  if (bytes.length !== lengthOf({ plan, slots }) * bytesPerWord) return undefined;
  const words = Uint32Array.from({ length: bytes.length / bytesPerWord }, (_, place) =>
    bytes.readUInt32LE(place * bytesPerWord),
  );
  const found = { plan, slots, currencies };
  for (let index = 0; index < plan.size; index += 1) if (!isSeat(found, words, index)) return undefined;
  let freeSlots = 0;
  for (let slot = 0; slot < slots; slot += 1) {
    if (!isSlot(found, words, slot)) return undefined;
    if (slotStatusIn(words[slotAt(found, slot) + slotWord.head] ?? 0) === 'free') freeSlots += 1;
  }
  return { ...others, words: VersionedWords.of(words), freeSlots };
};

type Found = Pick<SeatInventory, 'plan' | 'slots' | 'currencies'>;

const isSeat = ({ plan, slots, currencies }: Found, words: Uint32Array, index: number): boolean => {
  const at = index * seatWords;
  const { status, type, ticketType, currency, next = 0 } = unpackSeat(words[at] ?? 0);
  if (status === 'available' || status === 'blocked') return true;
  const slot = words[at + seatWord.slot] ?? 0;
  return (
    type < seatTypes.length &&
    ticketType < ticketTypes.length &&
    currency < currencies.length &&
    next < plan.size &&
    slot <= slots
  );
};

const isSlot = ({ plan, currencies }: Found, words: Uint32Array, slot: number): boolean => {
  const at = slotAt({ plan }, slot);
  const word = words[at + slotWord.head] ?? 0;
  const { status, currency, first } = unpackSlot(word);
  if ((word & 15) >= slotStatuses.length || (first ?? 0) >= plan.size) return false;
  if (loneSeatsIn(words, at).some((index) => index >= plan.size)) return false;
  if (status !== 'active') return true;
  let seats = 0;
  for (let index = first; index !== undefined && seats <= plan.size; seats += 1) {
    index = unpackSeat(words[index * seatWords] ?? 0).next;
  }
  return currency < currencies.length && seats <= plan.size;
};
