import type { components } from '../api/schema.ts';
import type { Show } from '../shows/Show.ts';
import type { KeptBooking } from './keptBookings.ts';

export type Booking = components['schemas']['Booking'];

type Made = Pick<Booking, 'bookingId' | 'reference'> & { readonly accessToken: string };

/** What this device keeps of a booking. */
export const toKeep = ({ bookingId, reference, accessToken }: Made, show: Show): KeptBooking => ({
  bookingId,
  accessToken,
  reference,
  title: show.movie.title,
  place: show.theater.name,
  startsAt: show.startsAt,
  timeZone: show.timeZone,
});
