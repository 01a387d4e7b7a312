import { useStore } from '@nanostores/preact';
import type { Booking } from '../../../shared/bookings/Booking.ts';
import { formats } from '../../../shared/format/formats.ts';
import { Isolated } from '../../../shared/ui/Isolated.tsx';
import { messages } from '../messages.ts';
import styles from './Bookings.module.css';

export const BookingFacts = ({ booking }: { readonly booking: Booking }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { customer, seats, total, refund } = booking;
  const contact = customer === null || customer === undefined ? [t.noName] : Object.values(customer);
  return (
    <dl class={`${styles.facts} figures`}>
      <div>
        <dt>{t.customer}</dt>
        <dd>
          <Isolated parts={contact} between=", " />
        </dd>
      </div>
      <div>
        <dt>{t.seats}</dt>
        <dd>{format.list(seats.map(({ id }) => id))}</dd>
      </div>
      <div>
        <dt>{t.paid}</dt>
        <dd>{format.money(total)}</dd>
      </div>
      {refund !== undefined && (
        <div>
          <dt>{t.paidBack}</dt>
          <dd>
            {format.money(refund.amount)} {refund.status === 'pending' && t.onItsWay}
          </dd>
        </div>
      )}
    </dl>
  );
};
