import type { Commands } from '../../commands/Commands.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { BookingView } from './views.ts';

/** Why the cinema called the booking's show off; nothing for other bookings. Throws EventStoreUnavailable. */
export const cancellationOf = async (
  { showtimes }: Pick<Commands, 'showtimes'>,
  { cancellations, showtimeId }: Booking,
): Promise<Pick<BookingView, 'cancellation'>> => {
  if (!cancellations.some(({ by }) => by === 'cinema')) return {};
  const { state } = await showtimes.read(showtimeId);
  if (state.status === 'none' || state.cancelledWhy === undefined) return {};
  return { cancellation: { reason: state.cancelledWhy } };
};
