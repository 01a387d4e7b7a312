import type { Commands } from '../../commands/Commands.ts';
import { UnreadableStream } from '../../commands/engine/UnreadableStream.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { BookingView } from './views.ts';

export interface CancellationDeps {
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly texts: Pick<TheaterTexts, 'open'>;
}

/** Why the cinema called the booking's show off; nothing for other bookings, or while it cannot be read. */
export const cancellationOf = async (
  { commands, texts }: CancellationDeps,
  { cancellations, showtimeId }: Booking,
): Promise<Pick<BookingView, 'cancellation'>> => {
  if (!cancellations.some(({ by }) => by === 'cinema')) return {};
  try {
    const { state } = await commands.showtimes.read(showtimeId);
    if (state.status === 'none' || state.cancelledWhy === undefined) return {};
    const reason = await texts.open(state.facts.theaterId, state.cancelledWhy);
    return reason === undefined ? {} : { cancellation: { reason } };
  } catch (error) {
    const isUnread = [KeyStoreUnavailable, EventStoreUnavailable, UnreadableStream].some(
      (kind) => error instanceof kind,
    );
    if (isUnread) return {};
    throw error;
  }
};
