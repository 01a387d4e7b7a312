import { type AsOf, isWithin } from '../../commands/engine/CommandRunner.ts';
import { readEventsOf } from '../../commands/engine/readStream.ts';
import type { Booking, BookingState } from '../../domain/booking/BookingState.ts';
import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import type { bookingEvents } from '../../domain/booking/events.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import { type HistoryEntry, withEvent } from '../../projections/bookings/bookingHistory.ts';

const pageEvents = 500;
/** A refund that fails four times a day fills these in years. */
const pagesMax = 20;
const undoneMax = 100;

export interface UndoneAdmission extends Readonly<EventOf<typeof bookingEvents.AdmissionUndone>['data']> {
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface BookingRead {
  readonly booking: Booking;
  readonly history: readonly HistoryEntry[];
  /** The latest; the read model does not know them. */
  readonly undone?: readonly UndoneAdmission[];
}

export interface BookingAtRevision extends BookingRead {
  /** Of the last event that was read. */
  readonly revision: number;
}

interface Folded {
  readonly state: BookingState;
  readonly history: readonly HistoryEntry[];
  readonly undone: readonly UndoneAdmission[];
  readonly revision: number;
}

const readOf = ({ state, ...read }: Folded): BookingAtRevision | undefined =>
  state.status === 'none' ? undefined : { booking: state, ...read };

/**
 * Undefined when there is none, or was none then. `before`: the first revision that is not read. Throws EventStoreUnavailable,
 * UnreadableStream.
 */
export const readBooking = async (
  events: Pick<EventStore, 'readStream'>,
  bookingId: string,
  asOf?: AsOf,
  before = Number.POSITIVE_INFINITY,
): Promise<BookingAtRevision | undefined> => {
  let folded: Folded = {
    state: bookingAggregate.decider.initialState,
    history: [],
    undone: [],
    revision: -1,
  };
  for (let page = 0; page < pagesMax; page += 1) {
    const fromRevision = page * pageEvents;
    const maxCount = Math.min(pageEvents, before - fromRevision);
    if (maxCount <= 0) return readOf(folded);
    const range = { fromRevision, maxCount };
    const found = await readEventsOf(bookingAggregate, events, bookingId, range);
    for (const event of found.events) {
      if (asOf !== undefined && !isWithin(asOf, event)) return readOf(folded);
      folded = {
        state: bookingAggregate.decider.evolve(folded.state, event),
        history: withEvent(folded.history, event.type, event.at),
        undone:
          event.type === 'AdmissionUndone'
            ? [...folded.undone, { ...event.data, at: event.at }].slice(-undoneMax)
            : folded.undone,
        revision: event.revision,
      };
    }
    if (found.read < pageEvents) return readOf(folded);
  }
  throw new Error(`booking ${bookingId} has more events than one request reads`);
};
