import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import type { Booking } from '../../../shared/bookings/Booking.ts';
import { type RefundBy, useCancellation, useRefundQuote } from '../../../shared/bookings/useCancellation.ts';
import { formats } from '../../../shared/format/formats.ts';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { Select } from '../../../shared/ui/Select.tsx';
import { messages } from '../messages.ts';
import styles from './Bookings.module.css';

/** The quote comes first: what is paid back is what it says, or nothing. */
export const RefundForm = ({ booking }: { readonly booking: Booking }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const say = useProblemWords();
  const all = booking.seats.map(({ id }) => id);
  const [left, setLeft] = useState<readonly string[]>(all);
  const [terms, setTerms] = useState<RefundBy>('customer');
  const [reason, setReason] = useState('');
  const seatIds = all.filter((id) => !left.includes(id));
  const { data, error, isFetching } = useRefundQuote(booking.bookingId, seatIds, seatIds.length > 0, terms);
  const cancellation = useCancellation(booking.bookingId, () => setLeft(all));
  const flip = (id: string): void =>
    setLeft(left.includes(id) ? left.filter((other) => other !== id) : [...left, id]);
  const fault = error ?? cancellation.error;
  const refund = (): void => {
    if (data === undefined) return;
    const why = reason.trim() === '' ? {} : { reason: reason.trim() };
    cancellation.mutate({ seatIds, terms, expectedRefund: data.refund, ...why });
  };
  return (
    <section class={styles.column}>
      <h2>{t.refund}</h2>
      <fieldset class={styles.seats}>
        <legend>{t.whichSeats}</legend>
        {all.map((id) => (
          <label key={id}>
            <input type="checkbox" checked={!left.includes(id)} onChange={() => flip(id)} />
            {id}
          </label>
        ))}
      </fieldset>
      {seatIds.length > 0 && (
        <>
          <Select
            label={t.howMuch}
            options={[
              { value: 'customer', label: t.byTerms },
              { value: 'full', label: t.inFull },
            ]}
            value={terms}
            onChange={setTerms}
          />
          <Field label={t.reason} name="reason" value={reason} onInput={setReason} />
          {data !== undefined && (
            <>
              <p role="status">
                {t.quote({ amount: format.money(data.refund), percent: format.percent(data.percent) })}
              </p>
              <Button busy={isFetching || cancellation.isPending} onClick={refund}>
                {t.doRefund({ amount: format.money(data.refund) })}
              </Button>
            </>
          )}
        </>
      )}
      {fault !== null && <p role="alert">{say(fault)}</p>}
    </section>
  );
};
