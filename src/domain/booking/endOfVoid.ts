import type { Payment } from './BookingState.ts';
import type { BookingEvent } from './events.ts';

type Why = Extract<Payment, { readonly phase: 'voiding' }>['why'];

const expired = (why: Extract<BookingEvent, { type: 'BookingExpired' }>['data']['why']): BookingEvent => ({
  type: 'BookingExpired',
  data: { why },
});

export const endOfVoid = (why: Why): readonly BookingEvent[] => {
  switch (why) {
    case 'capture-failed':
      return [expired('payment-failed')];
    case 'taken':
      return [expired('seats-taken')];
    case 'released':
      return [expired('hold-released')];
    case 'showtime-cancelled':
      return [expired('showtime-cancelled')];
    case 'changed':
    case 'customer-erased':
      // The hold is still there, and another payment may be tried for it.
      return [];
  }
};
