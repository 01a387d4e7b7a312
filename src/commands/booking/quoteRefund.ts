import { keptSeats } from '../../domain/booking/BookingState.ts';
import { notCancellable, notConfirmed } from '../../domain/booking/cancelSeats.ts';
import { type RefundQuote, refundQuote } from '../../domain/booking/refunds.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import type { BookingDeps } from './BookingDeps.ts';
import type { CancelBookingRejection } from './cancelBooking.ts';
import { syncForeignRefunds } from './syncForeignRefunds.ts';
import { tornUnits } from './tornUnits.ts';

export type QuoteRefundOutcome =
  | {
      readonly outcome: 'quoted';
      readonly quote: RefundQuote;
      /** The gateway could not be asked for refunds made by hand, so less may be paid. */
      readonly provisional: boolean;
    }
  | { readonly outcome: 'rejected'; readonly rejection: CancelBookingRejection };

export interface QuoteRefundRequest {
  readonly bookingId: string;
  readonly seatIds?: readonly string[];
  /** All is paid back, whatever the terms of the booking say; for staff. */
  readonly terms?: 'full';
  readonly nowMs: number;
}

export const quoteRefund = async (
  deps: BookingDeps,
  { nowMs, terms, ...request }: QuoteRefundRequest,
  context: CommandContext,
): Promise<QuoteRefundOutcome> => {
  const { bookingId } = request;
  const torn = await tornUnits(deps, request);
  if (torn.length > 0) {
    return { outcome: 'rejected', rejection: { reason: 'SeatsBelongTogether', with: torn } };
  }
  const synced = await syncForeignRefunds(deps, bookingId, context);
  const { state: booking } = await deps.commands.bookings.read(bookingId);
  if (booking.status === 'none') return { outcome: 'rejected', rejection: { reason: 'BookingNotFound' } };
  const refused = terms === 'full' ? notConfirmed(booking) : notCancellable(booking, nowMs);
  if (refused !== undefined) return { outcome: 'rejected', rejection: refused };
  const kept = keptSeats(booking).map(({ id }) => id);
  const seatIds = request.seatIds ?? kept;
  const unknown = seatIds.filter((id) => !kept.includes(id));
  if (unknown.length > 0) return { outcome: 'rejected', rejection: { reason: 'UnknownSeat', unknown } };
  const quote = refundQuote(booking, seatIds, nowMs, terms);
  return { outcome: 'quoted', quote, provisional: synced === 'away' };
};
