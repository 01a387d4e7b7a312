import type { Booking } from '../../domain/booking/BookingState.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import type { TicketMediaType } from '../../ports/TicketRenderer.ts';

export interface TicketServices extends TicketCodes {
  /** The file; undefined for a booking that has no ticket. */
  draw(booking: Booking, as: TicketMediaType): Promise<Uint8Array | undefined>;
}
