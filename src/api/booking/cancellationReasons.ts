/** Why seats were given up, in the customer's own words, for whoever may read them: staff of the theater. */
import { z } from 'zod';
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';
import { type BookingView, bookingView } from './views.ts';

const wordsSchema = z.string();

/** The cancellations as everybody sees them, with the words where they can still be read. Throws KeyStoreUnavailable. */
export const withReasons = (
  { open }: Pick<CustomerServices, 'open'>,
  booking: Booking,
): Promise<BookingView['cancellations']> =>
  Promise.all(
    bookingView(booking).cancellations.map(async (shown, place) => {
      const sealed = booking.cancellations[place]?.customerReason;
      const { data: reason } = wordsSchema.safeParse(sealed === undefined ? undefined : await open(sealed));
      return reason === undefined ? shown : { ...shown, reason };
    }),
  );
