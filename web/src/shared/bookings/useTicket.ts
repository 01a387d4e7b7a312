import { useQuery } from '@tanstack/preact-query';
import { apiOrigin } from '../api/apiOrigin.ts';
import { freshIdentity } from '../api/client.ts';
import { accessOf } from './useBooking.ts';

export type TicketKind = 'image/svg+xml' | 'application/pdf';

/** The secret goes into a header, so the ticket cannot be a plain link. */
export const fetchTicket = async (bookingId: string, kind: TicketKind): Promise<Blob> => {
  const answer = await fetch(`${apiOrigin}/v1/bookings/${bookingId}/ticket`, {
    headers: { ...(await freshIdentity()), ...accessOf(bookingId), accept: kind },
  });
  if (!answer.ok) throw new Error(`no ticket: ${answer.status}`);
  return await answer.blob();
};

/** The ticket as an image's address. */
export const useTicketImage = (bookingId: string, seats: readonly string[]) =>
  useQuery({
    queryKey: ['ticket', bookingId, seats],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => URL.createObjectURL(await fetchTicket(bookingId, 'image/svg+xml')),
  });
