import { accept, reject } from '../../kernel/decider.ts';
import type { ShowtimeAsked, ShowtimeDecision } from '../commands.ts';
import type { HeldSeat } from '../events.ts';
import type { Showtime } from '../ShowtimeState.ts';
import { claimable, loneSeats } from './chooseSeats.ts';
import { holdIdAt, holdOf } from './claims.ts';
import { expiriesBefore, isFreeAt } from './freeSeats.ts';
import { heldSeat, quoteOf, ticketTypeOf } from './priceSeats.ts';

/**
 * Exchanges a hold's seats for the named ones: all or nothing. Kept seats keep their price and ticket type, unless the
 * command names another type: such a seat is released and added, at today's price. The hold's own seats count as free.
 */
export const swapHeldSeats = (
  { holdId, seatIds, ticketTypes, nowMs }: ShowtimeAsked<'SwapHeldSeats'>,
  state: Showtime,
): ShowtimeDecision<'SwapHeldSeats'> => {
  const { inventory } = state;
  const hold = holdOf(inventory, holdId);
  if (hold === undefined) return reject({ reason: 'HoldNotFound' });
  const freeNow = isFreeAt(inventory, nowMs);
  const isOwn = (index: number): boolean => holdIdAt(inventory, index) === holdId;
  const isFree = (index: number): boolean => isOwn(index) || freeNow(index);
  const wanted = claimable(state, seatIds, isFree);
  if (wanted.kind === 'refused') return reject(wanted.rejection);
  const lone = loneSeats(state, wanted.indexes, isFree);
  if (lone.kind === 'refused') return reject(lone.rejection);

  const idAt = (index: number): string => inventory.plan.ids[index] ?? '';
  const wantedIds = new Set(seatIds);
  const isKept = ({ id, ticketType }: HeldSeat): boolean =>
    wantedIds.has(id) && ticketTypeOf(ticketTypes, id, ticketType) === ticketType;
  const kept = hold.seats.filter(isKept);
  const keptIds = new Set(kept.map(({ id }) => id));
  const released = hold.seats.map(({ id }) => id).filter((id) => !keptIds.has(id));
  const addedIndexes = wanted.indexes.filter((index) => !keptIds.has(idAt(index)));
  if (addedIndexes.length === 0 && released.length === 0) return accept();

  const added = addedIndexes.map((index) =>
    heldSeat(state, { index, ticketType: ticketTypeOf(ticketTypes, idAt(index)) }),
  );
  const quoted = quoteOf(state, [...kept, ...added]);
  if (quoted.kind === 'mixed-currencies')
    return reject({ reason: 'CurrencyInUse', currency: quoted.currency });
  const taken = addedIndexes.filter((index) => !isOwn(index));
  return accept(...expiriesBefore(inventory, taken), {
    type: 'HoldSwapped',
    data: { holdId, released, added, total: quoted.total, loneSeats: [...lone.seats] },
  });
};
