import { useStore } from '@nanostores/preact';
import { saveFile } from '../../../shared/bookings/saveFile.ts';
import { fetchTicket, useTicketImage } from '../../../shared/bookings/useTicket.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { messages } from '../messages.ts';
import styles from './Ticket.module.css';

export interface TicketProps {
  readonly bookingId: string;
  readonly reference: string;
  readonly seats: readonly string[];
}

/** The ticket to hand out. When the page is printed while it is shown, it alone goes to the printer. */
export const Ticket = ({ bookingId, reference, seats }: TicketProps) => {
  const t = useStore(messages);
  const image = useTicketImage(bookingId, seats);
  const savePdf = async (): Promise<void> =>
    saveFile(await fetchTicket(bookingId, 'application/pdf'), `${reference}.pdf`);
  return (
    <>
      <Asked query={image}>
        {(url) => <img class={styles.ticket} src={url} alt={t.ticketOf({ reference })} />}
      </Asked>
      <div class={styles.actions}>
        <Button look="plain" onClick={() => window.print()}>
          {t.print}
        </Button>
        <Button look="plain" onClick={() => void savePdf()}>
          {t.pdf}
        </Button>
      </div>
    </>
  );
};
