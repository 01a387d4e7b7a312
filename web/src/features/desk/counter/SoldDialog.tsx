import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { messages } from '../messages.ts';
import { Ticket } from '../ticket/Ticket.tsx';
import type { Sold } from './useSale.ts';

export interface SoldDialogProps {
  readonly sold: Sold;
  readonly onClose: () => void;
}

export const SoldDialog = ({ sold, onClose }: SoldDialogProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const seats = sold.seats.map(({ id }) => id);
  return (
    <Dialog title={t.sold} open onClose={onClose}>
      <p class="figures">
        <strong>{sold.reference}</strong> · {format.list(seats)} · {format.money(sold.total)}
      </p>
      <Ticket bookingId={sold.bookingId} reference={sold.reference} seats={seats} />
      <Button wide onClick={onClose}>
        {t.next}
      </Button>
    </Dialog>
  );
};
