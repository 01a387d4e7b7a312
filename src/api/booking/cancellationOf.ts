import { UnreadableStream } from '../../commands/engine/UnreadableStream.ts';
import { type CancelledWhyDeps, cancelledWhy } from '../../commands/showtime/cancelledWhy.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { BookingView } from './views.ts';

/** Why the cinema called the booking's show off; nothing for other bookings, or while it cannot be read. */
export const cancellationOf = async (
  deps: CancelledWhyDeps,
  { cancellations, showtimeId }: Booking,
): Promise<Pick<BookingView, 'cancellation'>> => {
  if (!cancellations.some(({ by }) => by === 'cinema')) return {};
  try {
    const reason = await cancelledWhy(deps, showtimeId);
    return reason === undefined ? {} : { cancellation: { reason } };
  } catch (error) {
    const isUnread = [KeyStoreUnavailable, EventStoreUnavailable, UnreadableStream].some(
      (kind) => error instanceof kind,
    );
    if (isUnread) return {};
    throw error;
  }
};
