import type { SeatingPlan } from '../../seating/SeatingPlan.ts';
import { slotAt } from './claims.ts';
import {
  loneSeatsIn,
  packInstant,
  packSeat,
  packSlot,
  seatStatusIn,
  seatWord,
  seatWords,
  slotWord,
  slotWords,
  unpackId,
  unpackInstant,
  unpackSeat,
  unpackSlot,
} from './claimWords.ts';
import { idsOf, type SeatInventory, wordsOf } from './SeatInventory.ts';
import { VersionedWords } from './VersionedWords.ts';

/** Every held, booked or blocked seat is in the new plan and keeps its status. */
export const movedToLayout = (state: SeatInventory, plan: SeatingPlan): SeatInventory => {
  if (state.words === undefined) return { ...state, plan };
  const before = wordsOf(state);
  const words = new Uint32Array(plan.size * seatWords + state.slots * slotWords);
  const moved = (index: number | undefined): number | undefined =>
    index === undefined ? undefined : plan.indexOf.get(state.plan.ids[index] ?? '');
  for (const [index, id] of plan.ids.entries()) {
    const from = (state.plan.indexOf.get(id) ?? -1) * seatWords;
    const head = before[from + seatWord.head] ?? 0;
    if (from < 0 || seatStatusIn(head) === 'available') continue;
    const seat = unpackSeat(head);
    words.set(before.subarray(from, from + seatWords), index * seatWords);
    words[index * seatWords + seatWord.head] = packSeat({ ...seat, next: moved(seat.next) });
  }
  let { manyLoneSeats } = state;
  for (let slot = 0; slot < state.slots; slot += 1) {
    const from = slotAt(state, slot);
    const at = slotAt({ plan }, slot);
    words.set(before.subarray(from, from + slotWords), at);
    const head = unpackSlot(before[from + slotWord.head] ?? 0);
    const lone = loneSeatsIn(before, from);
    const loneMoved = lone.flatMap((index) => moved(index) ?? []);
    const [one, other] = loneMoved.length === lone.length ? loneMoved : [];
    words[at + slotWord.head] = packSlot({ ...head, first: moved(head.first), lone: one });
    words.set(packInstant(unpackInstant(before, from + slotWord.expiresAt), other), at + slotWord.expiresAt);
    if (loneMoved.length === lone.length || head.status !== 'active') continue;
    manyLoneSeats = manyLoneSeats.set(unpackId(words, at + slotWord.holdId), idsOf(state, lone));
  }
  return { ...state, plan, words: VersionedWords.of(words), manyLoneSeats };
};
