import { useStore } from '@nanostores/preact';
import type { Booking } from '../../../shared/bookings/Booking.ts';
import { formats } from '../../../shared/format/formats.ts';
import { messages } from '../messages.ts';
import styles from './Bookings.module.css';

export interface BookingHistoryProps {
  readonly booking: Booking;
  readonly timeZone: string;
}

export const BookingHistory = ({ booking, timeZone }: BookingHistoryProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  return (
    <section>
      <h2>{t.history}</h2>
      <ol class={`${styles.history} figures`}>
        {booking.history.map(({ at, what }) => (
          <li key={`${at} ${what}`}>
            <span class="soft">{format.dateTime(at, timeZone)}</span> {t[`did-${what}`]}
          </li>
        ))}
      </ol>
    </section>
  );
};
