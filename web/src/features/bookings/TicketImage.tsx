import { useStore } from '@nanostores/preact';
import { useTicketImage } from '../../shared/bookings/useTicket.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import styles from './BookingPage.module.css';
import { messages } from './messages.ts';

export interface TicketImageProps {
  readonly bookingId: string;
  readonly reference: string;
  readonly seats: readonly string[];
}

export const TicketImage = ({ bookingId, reference, seats }: TicketImageProps) => {
  const t = useStore(messages);
  const image = useTicketImage(bookingId, seats);
  return (
    <Asked query={image}>
      {(url) => <img class={styles.ticket} src={url} alt={t.ticket({ reference })} />}
    </Asked>
  );
};
