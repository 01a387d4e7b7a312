import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import type { Booking } from '../../shared/bookings/Booking.ts';
import { saveFile } from '../../shared/bookings/saveFile.ts';
import { fetchTicket } from '../../shared/bookings/useTicket.ts';
import type { Show } from '../../shared/shows/Show.ts';
import { Button } from '../../shared/ui/Button.tsx';
import styles from './BookingPage.module.css';
import { CancelDialog } from './CancelDialog.tsx';
import { calendarFile } from './calendarFile.ts';
import { messages } from './messages.ts';

export interface BookingActionsProps {
  readonly booking: Booking;
  readonly show: Show;
}

export const BookingActions = ({ booking, show }: BookingActionsProps) => {
  const t = useStore(messages);
  const [cancelling, setCancelling] = useState(false);
  const { bookingId, reference, seats } = booking;
  const savePdf = async (): Promise<void> =>
    saveFile(await fetchTicket(bookingId, 'application/pdf'), `${reference}.pdf`);
  const saveDate = (): void => {
    const place = `${show.theater.name}, ${show.theater.city}`;
    const note = `${show.hall.name}, ${seats.map(({ id }) => id).join(', ')} · ${reference}`;
    const { startsAt, endsAt, movie } = show;
    const file = calendarFile({
      ...{ id: bookingId, title: movie.title, place, note, startsAt, endsAt },
      nowMs: Date.now(),
    });
    saveFile(new Blob([file], { type: 'text/calendar' }), `${reference}.ics`);
  };
  return (
    <div class={styles.actions}>
      <Button look="plain" onClick={() => void savePdf()}>
        {t.pdf}
      </Button>
      <Button look="plain" onClick={saveDate}>
        {t.calendar}
      </Button>
      <Button look="quiet" onClick={() => setCancelling(true)}>
        {t.cancel}
      </Button>
      <CancelDialog booking={booking} show={show} open={cancelling} onClose={() => setCancelling(false)} />
    </div>
  );
};
