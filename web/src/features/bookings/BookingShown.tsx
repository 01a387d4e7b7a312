import { useStore } from '@nanostores/preact';
import type { Booking } from '../../shared/bookings/Booking.ts';
import { formats } from '../../shared/format/formats.ts';
import type { Show } from '../../shared/shows/Show.ts';
import { BookingActions } from './BookingActions.tsx';
import styles from './BookingPage.module.css';
import { messages } from './messages.ts';
import { TicketImage } from './TicketImage.tsx';

export interface BookingShownProps {
  readonly booking: Booking;
  readonly show: Show;
}

export const BookingShown = ({ booking, show }: BookingShownProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { status, seats, total, refund, reference, cancellation } = booking;
  const ids = seats.map(({ id }) => id);
  return (
    <article class={styles.booking}>
      <header class={styles.head}>
        <p class={styles[status] ?? ''} role="status">
          {t[status]}
        </p>
        <h1>
          <bdi>{show.movie.title}</bdi>
        </h1>
        <p>
          <strong>{format.dateTime(show.startsAt, show.timeZone)}</strong>
        </p>
        <p class="soft">
          <bdi>{show.theater.name}</bdi>, <bdi>{show.hall.name}</bdi>
        </p>
      </header>
      <dl class={`${styles.facts} figures`}>
        <div>
          <dt>{t.reference}</dt>
          <dd>{reference}</dd>
        </div>
        <div>
          <dt>{t.yourSeats}</dt>
          <dd>{format.list(ids)}</dd>
        </div>
        <div>
          <dt>{t.paid}</dt>
          <dd>{format.money(total)}</dd>
        </div>
        {refund !== undefined && (
          <div>
            <dt>{t.refunded}</dt>
            <dd>
              {format.money(refund.amount)} {refund.status === 'pending' && t.refundPending}
            </dd>
          </div>
        )}
      </dl>
      {cancellation !== undefined && <p>{t.reason({ reason: cancellation.reason })}</p>}
      {status === 'confirmed' && (
        <>
          <TicketImage bookingId={booking.bookingId} reference={reference} seats={ids} />
          <BookingActions booking={booking} show={show} />
        </>
      )}
    </article>
  );
};
