import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../../../shared/format/formats.ts';
import { messages } from '../messages.ts';
import { deskTimeZone } from './deskTimeZone.ts';
import { Retry } from './Retry.tsx';
import styles from './Troubles.module.css';
import { useMessageRetry, type useParkedMessages } from './useTroubles.ts';

export interface ParkedMessageProps {
  readonly message: NonNullable<ReturnType<typeof useParkedMessages>['data']>['items'][number];
}

export const ParkedMessage = ({ message }: ParkedMessageProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { id, bookingId, kind, why, parkedAt } = message;
  const line = t.parkedLine({ kind: t[`kind-${kind}`], since: format.dateTime(parkedAt, deskTimeZone) });
  return (
    <li class={styles.row}>
      <span>
        {bookingId === undefined ? line : <Link to={`/desk/bookings/${bookingId}`}>{line}</Link>}{' '}
        <span class="soft">{t[`why-${why}`]}</span>
      </span>
      <Retry what={line} retry={useMessageRetry(id)} />
    </li>
  );
};
