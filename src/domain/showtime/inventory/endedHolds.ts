import type { ClaimChanges } from './changeClaims.ts';
import { slotAt } from './claims.ts';
import { slotStatusIn, slotWord, unpackInstant } from './claimWords.ts';
import { type SeatInventory, wordsOf } from './SeatInventory.ts';

/** At least so many of the latest expired and released holds are kept, and at most twice as many. */
export const endingsKept = 500;

/** The hold of a slot is over, and the oldest of those that are over are forgotten when there are many. */
export const rememberEnding = (
  inventory: SeatInventory,
  changes: ClaimChanges,
  slot: number,
  how: 'expired' | 'released',
  more: Partial<SeatInventory> = {},
): SeatInventory => {
  const { endings } = inventory;
  if (endings > 0 && endings % endingsKept === 0) {
    for (const old of endedBefore(inventory, endings - endingsKept)) changes.forget(old);
  }
  changes.end(slot, how, endings);
  return changes.done({ ...more, endings: endings + 1 });
};

const endedBefore = (inventory: SeatInventory, nth: number): readonly number[] => {
  const words = wordsOf(inventory);
  const found: number[] = [];
  for (let slot = 0; slot < inventory.slots; slot += 1) {
    const at = slotAt(inventory, slot);
    const status = slotStatusIn(words[at + slotWord.head] ?? 0);
    if (status !== 'expired' && status !== 'released') continue;
    if (unpackInstant(words, at + slotWord.expiresAt) < nth) found.push(slot);
  }
  return found;
};
