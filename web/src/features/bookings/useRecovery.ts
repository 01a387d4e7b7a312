import { useMutation } from '@tanstack/preact-query';
import { useLocation } from 'wouter-preact';
import { api, dataOf } from '../../shared/api/client.ts';
import { toKeep } from '../../shared/bookings/Booking.ts';
import { keptBookings } from '../../shared/bookings/keptBookings.ts';

interface Asked {
  readonly reference: string;
  readonly email: string;
}

/** Opens a booking with the code that was mailed, and keeps it on this device. */
const openBooking = async (body: Asked & { readonly code: string }): Promise<string> => {
  const { bookingId, accessToken } = await dataOf(api.POST('/v1/bookings/recover/confirm', { body }));
  const params = { path: { id: bookingId }, header: { 'Booking-Access': accessToken } };
  const booking = await dataOf(api.GET('/v1/bookings/{id}', { params }));
  const path = { id: booking.showtimeId };
  const show = await dataOf(api.GET('/v1/showtimes/{id}', { params: { path } }));
  keptBookings.add(toKeep({ ...booking, accessToken }, show));
  return bookingId;
};

export const useRecovery = () => {
  const [, navigate] = useLocation();
  return {
    request: useMutation({
      mutationFn: (body: Asked) => dataOf(api.POST('/v1/bookings/recover', { body })),
    }),
    confirm: useMutation({
      mutationFn: openBooking,
      onSuccess: (bookingId) => navigate(`/bookings/${bookingId}`),
    }),
  };
};
