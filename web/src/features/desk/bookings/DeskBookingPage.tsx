import { useStore } from '@nanostores/preact';
import { useBooking } from '../../../shared/bookings/useBooking.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { useShow } from '../../../shared/shows/useShow.ts';
import { useTitle } from '../../../shared/ui/useTitle.ts';
import { messages } from '../messages.ts';
import { DeskBooking } from './DeskBooking.tsx';

export interface DeskBookingPageProps {
  readonly params: { readonly id?: string | undefined };
}

export const DeskBookingPage = ({ params: { id = '' } }: DeskBookingPageProps) => {
  const t = useStore(messages);
  const booking = useBooking(id);
  const show = useShow(booking.data?.showtimeId);
  useTitle(booking.data?.reference ?? t.title);
  return (
    <Asked query={booking}>
      {(data) => <Asked query={show}>{(showtime) => <DeskBooking booking={data} show={showtime} />}</Asked>}
    </Asked>
  );
};
