import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import type { Booking } from '../../shared/bookings/Booking.ts';
import { formats } from '../../shared/format/formats.ts';
import { StaleNote } from '../../shared/problems/StaleNote.tsx';
import { useShow } from '../../shared/shows/useShow.ts';
import styles from './BookingsPage.module.css';
import { messages } from './messages.ts';

export const AccountBooking = ({ booking }: { readonly booking: Booking }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { bookingId, reference, showtimeId, startsAt, status } = booking;
  const show = useShow(showtimeId).data;
  const timeZone = show?.timeZone ?? 'UTC';
  return (
    <li class={styles.booking}>
      <Link to={`/bookings/${bookingId}`}>
        <bdi>{show?.movie.title ?? reference}</bdi>
      </Link>
      <span>
        {t[status]} · {format.dateTime(startsAt, timeZone)}
      </span>
      <span class="soft">
        <bdi>{show?.theater.name}</bdi> · <span class="figures">{reference}</span>
      </span>
      <StaleNote stale={booking.stale} timeZone={timeZone} />
    </li>
  );
};
