import { v5 } from 'uuid';
import type { BookingDriver } from '../../commands/booking/BookingDriver.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { Runners } from '../../commands/runners.ts';
import type { BookingCommand } from '../../domain/booking/commands.ts';
import { bookingEvents } from '../../domain/booking/events.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { showtimeEvents } from '../../domain/showtime/events.ts';
import { bookingsIn } from '../../domain/showtime/inventory/claims.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { EventStoreUnavailable, type Position } from '../../ports/EventStore.ts';
import { idOf, mustBeDone, type Reaction, type SourceEvent } from '../engine/Reaction.ts';

export interface RefundCancelledShowtimesDeps {
  readonly commands: Pick<Runners, 'bookings' | 'showtimes'>;
  readonly driver: BookingDriver;
  head(): Promise<Position>;
}

const definitions = {
  ShowtimeCancelled: showtimeEvents.ShowtimeCancelled,
  BookingConfirmed: bookingEvents.BookingConfirmed,
} as const;
type RefundingEvent = EventOf<(typeof definitions)[keyof typeof definitions]>;

export interface BookingToCancel {
  readonly bookingId: string;
  readonly command: Extract<BookingCommand, { readonly type: 'CancelSeats' }>;
}

const bookingsAtOnceMax = 50;
const driveForMs = 5_000;

/**
 * The bookings that an event calls for to be cancelled in full: all that own seats when their showtime is cancelled,
 * and one that is confirmed although its showtime was cancelled meanwhile.
 */
export const cancellationsOwed = (
  event: Pick<SourceEvent<RefundingEvent>, 'type' | 'stream'>,
  showtime: ShowtimeState,
): readonly BookingToCancel[] => {
  if (showtime.status !== 'cancelled') return [];
  const { inventory, facts } = showtime;
  const bookingIds = event.type === 'BookingConfirmed' ? [idOf(event)] : bookingsIn(inventory);
  return bookingIds.map((bookingId) => ({ bookingId, command: cancelAll(facts.showtimeId, bookingId) }));
};

const cancelAll = (showtimeId: string, bookingId: string): BookingToCancel['command'] => ({
  type: 'CancelSeats',
  // The same on every node and at every repeat. Logs hold ids made in this way.
  cancellationId: v5(`${showtimeId}/cancelled`, bookingId),
  by: 'cinema',
});

export const refundCancelledShowtimes = (deps: RefundCancelledShowtimesDeps): Reaction<RefundingEvent> => ({
  name: 'refund_cancelled_showtimes',
  categories: ['showtime', 'booking'],
  definitions,
  // Bookings that were confirmed before are found with the showtime that was cancelled.
  begin: async () => ({ position: await deps.head(), earlier: ['ShowtimeCancelled'] }),
  react: async (event, context) => {
    const owed = cancellationsOwed(event, await showtimeOf(deps, event));
    for (let from = 0; from < owed.length; from += bookingsAtOnceMax) {
      const some = owed.slice(from, from + bookingsAtOnceMax);
      await Promise.all(some.map((each) => cancelOne(deps, each, context)));
    }
  },
});

const showtimeOf = async (
  { commands }: RefundCancelledShowtimesDeps,
  event: SourceEvent<RefundingEvent>,
): Promise<ShowtimeState> => {
  if (event.type === 'ShowtimeCancelled') return (await commands.showtimes.read(idOf(event))).state;
  const { state: booking } = await commands.bookings.read(idOf(event));
  return booking.status === 'none' ? booking : (await commands.showtimes.read(booking.showtimeId)).state;
};

const cancelOne = async (
  { commands, driver }: RefundCancelledShowtimesDeps,
  { bookingId, command }: BookingToCancel,
  context: CommandContext,
): Promise<void> => {
  const outcome = await commands.bookings.execute(bookingId, command, context);
  if (outcome.outcome === 'rejected') {
    const { reason } = outcome.rejection;
    // Not paid yet: its confirmation is an event of its own. Or nothing of it is left.
    if (reason === 'NotCancellable' || reason === 'BookingNotFound') return;
  }
  if (outcome.outcome === 'in-progress') throw new EventStoreUnavailable('the booking is busy');
  mustBeDone(outcome);
  void driver.drive(bookingId, { forMs: driveForMs });
};
