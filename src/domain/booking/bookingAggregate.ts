import type { Aggregate } from '../kernel/aggregate.ts';
import type { BookingState } from './BookingState.ts';
import { bookingDecider } from './bookingDecider.ts';
import type { BookingCommand, BookingRejections } from './commands.ts';
import { type BookingEvent, bookingEvents } from './events.ts';

export const bookingAggregate: Aggregate<BookingState, BookingCommand, BookingEvent, BookingRejections> = {
  category: 'booking',
  events: bookingEvents,
  decider: bookingDecider,
};
