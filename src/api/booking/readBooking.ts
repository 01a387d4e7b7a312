/** One booking, folded from its own stream as the log has it now: never behind, whichever node wrote it. */
import type { Booking, BookingState } from '../../domain/booking/BookingState.ts';
import { bookingDecider } from '../../domain/booking/bookingDecider.ts';
import { type BookingEvent, bookingEvents } from '../../domain/booking/events.ts';
import { decodeEvent } from '../../domain/kernel/eventDefinition.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import { type HistoryEntry, withEvent } from '../../projections/bookings/bookingHistory.ts';

const pageEvents = 500;
/** A refund that fails four times a day fills these in years. */
const pagesMax = 20;

export interface BookingRead {
  readonly booking: Booking;
  readonly history: readonly HistoryEntry[];
}

/** Undefined when there is none. Throws EventStoreUnavailable, UnreadableEvent. */
export const readBooking = async (
  events: Pick<EventStore, 'readStream'>,
  bookingId: string,
): Promise<BookingRead | undefined> => {
  let state: BookingState = bookingDecider.initialState;
  let history: readonly HistoryEntry[] = [];
  for (let page = 0; page < pagesMax; page += 1) {
    const fromRevision = page * pageEvents;
    const recorded = await events.readStream(`booking-${bookingId}`, { fromRevision, maxCount: pageEvents });
    for (const stored of recorded) {
      // What concerns the log alone may stand in any stream.
      if (!Object.hasOwn(bookingEvents, stored.type)) continue;
      const event = decodeEvent(bookingEvents, stored) as BookingEvent;
      state = bookingDecider.evolve(state, event);
      history = withEvent(history, event.type, stored.at);
    }
    if (recorded.length < pageEvents)
      return state.status === 'none' ? undefined : { booking: state, history };
  }
  throw new Error(`booking ${bookingId} has more events than one request reads`);
};
