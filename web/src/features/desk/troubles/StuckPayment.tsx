import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../../../shared/format/formats.ts';
import { messages } from '../messages.ts';
import { deskTimeZone } from './deskTimeZone.ts';
import { Retry } from './Retry.tsx';
import styles from './Troubles.module.css';
import { usePaymentRetry, type useStuckPayments } from './useTroubles.ts';

export interface StuckPaymentProps {
  readonly payment: NonNullable<ReturnType<typeof useStuckPayments>['data']>['items'][number];
}

export const StuckPayment = ({ payment }: StuckPaymentProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { bookingId, step, since, tries, reason } = payment;
  const line = t.stuckLine({
    step: t[`step-${step}`],
    tries: format.number(tries),
    since: format.dateTime(since, deskTimeZone),
  });
  return (
    <li class={styles.row}>
      <span>
        <Link to={`/desk/bookings/${bookingId}`}>{line}</Link> <bdi class="soft">{reason}</bdi>
      </span>
      <Retry what={line} retry={usePaymentRetry(bookingId)} />
    </li>
  );
};
