import { accept, reject } from '../../kernel/decider.ts';
import { missingPartners } from '../../seating/units.ts';
import type { ShowtimeAsked, ShowtimeDecision } from '../commands.ts';
import type { Showtime } from '../ShowtimeState.ts';
import { expiriesBefore, isFreeAt } from './freeSeats.ts';
import { idsOf, indexesOf, type SeatInventory, seatStatusAt } from './SeatInventory.ts';

/** The two halves of a unit are withdrawn and put back together: a lone half cannot be bought. */
const otherHalves = (
  inventory: SeatInventory,
  seats: readonly number[],
  concerned: (index: number) => boolean,
) => {
  const partners = missingPartners(inventory.plan, seats).filter(concerned);
  return partners.length === 0
    ? undefined
    : reject({ reason: 'SeatsBelongTogether', with: idsOf(inventory, partners) } as const);
};

export const blockSeats = (
  { seatIds, why, nowMs }: ShowtimeAsked<'BlockSeats'>,
  { inventory }: Showtime,
): ShowtimeDecision<'BlockSeats'> => {
  const seats = indexesOf(inventory, seatIds);
  if (seats.kind === 'unknown') return reject(seats.rejection);
  const isUnblocked = (index: number): boolean => seatStatusAt(inventory, index) !== 'blocked';
  const torn = otherHalves(inventory, seats.indexes, isUnblocked);
  if (torn !== undefined) return torn;
  const wanted = seats.indexes.filter(isUnblocked);
  const isFree = isFreeAt(inventory, nowMs);
  const unavailable = wanted.filter((index) => !isFree(index));
  if (unavailable.length > 0) {
    return reject({ reason: 'SeatsUnavailable', unavailable: idsOf(inventory, unavailable) });
  }
  if (wanted.length === 0) return accept();
  return accept(...expiriesBefore(inventory, wanted), {
    type: 'SeatsBlocked',
    data: { seatIds: idsOf(inventory, wanted), reason: why },
  });
};

export const unblockSeats = (
  { seatIds }: ShowtimeAsked<'UnblockSeats'>,
  { inventory }: Showtime,
): ShowtimeDecision<'UnblockSeats'> => {
  const seats = indexesOf(inventory, seatIds);
  if (seats.kind === 'unknown') return reject(seats.rejection);
  const isBlocked = (index: number): boolean => seatStatusAt(inventory, index) === 'blocked';
  const torn = otherHalves(inventory, seats.indexes, isBlocked);
  if (torn !== undefined) return torn;
  const wanted = seats.indexes.filter(isBlocked);
  if (wanted.length === 0) return accept();
  return accept({ type: 'SeatsUnblocked', data: { seatIds: idsOf(inventory, wanted) } });
};
