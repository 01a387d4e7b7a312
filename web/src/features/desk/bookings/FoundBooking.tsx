import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import type { Booking } from '../../../shared/bookings/Booking.ts';
import { formats } from '../../../shared/format/formats.ts';
import { StaleNote } from '../../../shared/problems/StaleNote.tsx';
import { messages } from '../messages.ts';
import styles from './Bookings.module.css';

export interface FoundBookingProps {
  readonly booking: Booking;
  readonly timeZone: string;
}

export const FoundBooking = ({ booking, timeZone }: FoundBookingProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { bookingId, reference, customer, seats, startsAt, status, total } = booking;
  return (
    <Link to={`/desk/bookings/${bookingId}`} className={`${styles.found} figures`}>
      <strong>{reference}</strong>
      <span>
        <bdi>{customer?.name ?? t.noName}</bdi>
      </span>
      <span>{format.list(seats.map(({ id }) => id))}</span>
      <span>{format.dateTime(startsAt, timeZone)}</span>
      <span>{format.money(total)}</span>
      <span class={status === 'confirmed' ? styles.good : 'soft'}>{t[status]}</span>
      <StaleNote stale={booking.stale} timeZone={timeZone} />
    </Link>
  );
};
