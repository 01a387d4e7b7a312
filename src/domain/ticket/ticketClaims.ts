import { z } from 'zod';
import type { Booking } from '../booking/BookingState.ts';
import { keptSeats } from '../booking/BookingState.ts';
import { idSchema, seatIdSchema } from '../kernel/ids.ts';

/** After the scheduled end: shows start late, and people come back in from the foyer. */
const ticketGraceMs = 2 * 60 * 60_000;

/** What a ticket's code says: enough for a gate without a network, and nothing about the person. */
export const ticketClaimsSchema = z.strictObject({
  bookingId: idSchema,
  reference: z.string().min(1).max(32),
  showtimeId: idSchema,
  seatIds: z.array(seatIdSchema).min(1).max(100),
  /** Seconds since the epoch; the ticket is worthless from then on. */
  exp: z.int().min(0),
});
export type TicketClaims = Readonly<z.output<typeof ticketClaimsSchema>>;

/**
 * The claims of a booking's ticket: the seats that were not given up. The same for the same booking, so that its code
 * is too. The booking must be confirmed; undefined when no seat is left.
 */
export const ticketClaims = (booking: Booking): TicketClaims | undefined => {
  const { bookingId, reference, showtimeId, endsAt } = booking;
  const seatIds = keptSeats(booking).map(({ id }) => id);
  if (seatIds.length === 0) return undefined;
  const exp = Math.ceil((Date.parse(endsAt) + ticketGraceMs) / 1_000);
  return { bookingId, reference, showtimeId, seatIds, exp };
};
