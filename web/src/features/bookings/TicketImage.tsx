import { useStore } from '@nanostores/preact';
import { Asked } from '../../shared/problems/Asked.tsx';
import styles from './BookingPage.module.css';
import { messages } from './messages.ts';
import { useTicketImage } from './useTicket.ts';

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
