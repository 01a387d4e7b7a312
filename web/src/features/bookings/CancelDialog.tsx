import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import type { Booking } from '../../shared/bookings/Booking.ts';
import { useCancellation, useRefundQuote } from '../../shared/bookings/useCancellation.ts';
import { formats } from '../../shared/format/formats.ts';
import { ProblemNotice } from '../../shared/problems/ProblemNotice.tsx';
import type { Show } from '../../shared/shows/Show.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Dialog } from '../../shared/ui/Dialog.tsx';
import styles from './BookingPage.module.css';
import { messages } from './messages.ts';

export interface CancelDialogProps {
  readonly booking: Booking;
  readonly show: Show;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** The quote comes first: what is cancelled is what it says, or nothing. */
export const CancelDialog = ({ booking, show, open, onClose }: CancelDialogProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const all = booking.seats.map(({ id }) => id);
  const [left, setLeft] = useState<readonly string[]>([]);
  const seatIds = all.filter((id) => !left.includes(id));
  const quote = useRefundQuote(booking.bookingId, seatIds, open && seatIds.length > 0);
  const cancellation = useCancellation(booking.bookingId, onClose);
  const flip = (id: string): void =>
    setLeft(left.includes(id) ? left.filter((other) => other !== id) : [...left, id]);
  const { data } = quote;
  const amount = data === undefined ? '' : format.money(data.refund);
  return (
    <Dialog title={t.cancelTitle} open={open} onClose={onClose}>
      <fieldset class={styles.seats}>
        <legend>{t.which}</legend>
        {all.map((id) => (
          <label key={id}>
            <input type="checkbox" checked={!left.includes(id)} onChange={() => flip(id)} />
            {id}
          </label>
        ))}
      </fieldset>
      {data !== undefined && seatIds.length > 0 && (
        <>
          <p role="status">
            {data.percent === 0
              ? t.nothingBack
              : t.quote({
                  amount,
                  percent: format.percent(data.percent),
                  until: format.dateTime(data.deadline, show.timeZone),
                })}
          </p>
          <Button
            wide
            busy={cancellation.isPending || quote.isFetching}
            onClick={() => cancellation.mutate({ seatIds, expectedRefund: data.refund })}
          >
            {t.doCancel({ amount })}
          </Button>
        </>
      )}
      {(quote.error ?? cancellation.error) !== null && (
        <ProblemNotice error={quote.error ?? cancellation.error} onRetry={() => void quote.refetch()} />
      )}
      <Button look="plain" wide onClick={onClose}>
        {t.keep}
      </Button>
    </Dialog>
  );
};
