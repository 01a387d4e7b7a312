import { useStore } from '@nanostores/preact';
import { isProblem } from '../../shared/api/Problem.ts';
import { useBooking } from '../../shared/bookings/useBooking.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { useShow } from '../../shared/shows/useShow.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { BookingShown } from './BookingShown.tsx';
import { FindBooking } from './FindBooking.tsx';
import { messages } from './messages.ts';

export interface BookingPageProps {
  readonly params: { readonly id?: string | undefined };
}

export const BookingPage = ({ params: { id = '' } }: BookingPageProps) => {
  const t = useStore(messages);
  const booking = useBooking(id);
  const show = useShow(booking.data?.showtimeId);
  useTitle(show.data?.movie.title);
  if (isProblem(booking.error, 'not-found', 'unauthorized')) {
    return (
      <>
        <h1>{t.find}</h1>
        <p>{t.locked}</p>
        <FindBooking />
      </>
    );
  }
  return (
    <Asked query={booking}>
      {(data) => <Asked query={show}>{(showtime) => <BookingShown booking={data} show={showtime} />}</Asked>}
    </Asked>
  );
};
