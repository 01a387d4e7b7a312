import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/client.ts';
import { keptBookings } from './keptBookings.ts';

const askAgainMs = 2_000;

/** Who may see a booking: who has its secret, else whose account it is of. */
export const accessOf = (bookingId: string): { 'Booking-Access'?: string } => {
  const kept = keptBookings.find(bookingId);
  return kept === undefined ? {} : { 'Booking-Access': kept.accessToken };
};

export const useBooking = (id: string) =>
  useQuery({
    queryKey: ['booking', id],
    queryFn: () => dataOf(api.GET('/v1/bookings/{id}', { params: { path: { id }, header: accessOf(id) } })),
    refetchInterval: ({ state: { data } }) => {
      const isOpen = data?.status === 'payment_pending' || data?.refund?.status === 'pending';
      return isOpen ? askAgainMs : false;
    },
  });
