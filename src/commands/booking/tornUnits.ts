import { missingPartners } from '../../domain/seating/units.ts';
import { bookingIdAt } from '../../domain/showtime/inventory/claims.ts';
import { idsOf, indexesOf } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { BookingDeps } from './BookingDeps.ts';

export interface SeatsToGiveUp {
  readonly bookingId: string;
  readonly seatIds?: readonly string[];
}

/** The booking's seats of a unit, such as a couple seat, of which only a part would be given up. */
export const tornUnits = async (
  { commands }: Pick<BookingDeps, 'commands'>,
  { bookingId, seatIds }: SeatsToGiveUp,
): Promise<readonly string[]> => {
  if (seatIds === undefined) return [];
  const { state: booking } = await commands.bookings.read(bookingId);
  if (booking.status === 'none') return [];
  const { state: showtime } = await commands.showtimes.read(booking.showtimeId);
  if (showtime.status === 'none') return [];
  const { inventory } = showtime;
  const given = indexesOf(inventory, seatIds);
  if (given.kind === 'unknown') return [];
  const partners = missingPartners(inventory.plan, given.indexes);
  return idsOf(
    inventory,
    partners.filter((index) => bookingIdAt(inventory, index) === bookingId),
  );
};
