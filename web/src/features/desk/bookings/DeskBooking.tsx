import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import type { Booking } from '../../../shared/bookings/Booking.ts';
import { formats } from '../../../shared/format/formats.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { messages } from '../messages.ts';
import { Ticket } from '../ticket/Ticket.tsx';
import { Admission } from './Admission.tsx';
import { BookingFacts } from './BookingFacts.tsx';
import { BookingHistory } from './BookingHistory.tsx';
import styles from './Bookings.module.css';
import { RefundForm } from './RefundForm.tsx';

export interface DeskBookingProps {
  readonly booking: Booking;
  readonly show: Show;
}

export const DeskBooking = ({ booking, show }: DeskBookingProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { bookingId, reference, seats, status } = booking;
  return (
    <article class={styles.booking}>
      <div class={styles.column}>
        <h1>{reference}</h1>
        <p class={status === 'confirmed' ? styles.good : styles.bad} role="status">
          {t[status]}
        </p>
        <p>
          <Link to={`/desk/shows/${show.id}/bookings`}>
            <bdi>{show.movie.title}</bdi>
          </Link>
          , {format.dateTime(show.startsAt, show.timeZone)}, <bdi>{show.hall.name}</bdi>
        </p>
        <BookingFacts booking={booking} />
        {status === 'confirmed' && (
          <>
            <Admission booking={booking} show={show} />
            <RefundForm key={seats.length} booking={booking} />
          </>
        )}
      </div>
      <div class={styles.column}>
        {status === 'confirmed' && (
          <Ticket bookingId={bookingId} reference={reference} seats={seats.map(({ id }) => id)} />
        )}
        <BookingHistory booking={booking} timeZone={show.timeZone} />
      </div>
    </article>
  );
};
