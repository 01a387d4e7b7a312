import { accept, reject } from '../../kernel/decider.ts';
import type { ShowtimeAsked, ShowtimeDecision } from '../commands.ts';
import type { Showtime } from '../ShowtimeState.ts';
import { bookingIdAt } from './claims.ts';
import { idsOf, indexesOf } from './SeatInventory.ts';

export const returnSeats = (
  { bookingId, seatIds }: ShowtimeAsked<'ReturnSeats'>,
  { inventory }: Showtime,
): ShowtimeDecision<'ReturnSeats'> => {
  const seats = indexesOf(inventory, seatIds);
  if (seats.kind === 'unknown') return reject(seats.rejection);
  const foreign = seats.indexes.filter((index) => bookingIdAt(inventory, index) !== bookingId);
  if (foreign.length > 0) return reject({ reason: 'SeatsNotBooked', seatIds: idsOf(inventory, foreign) });
  return accept({ type: 'SeatsReturned', data: { bookingId, seatIds: idsOf(inventory, seats.indexes) } });
};
