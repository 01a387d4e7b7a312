import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import type { paths } from '../../../shared/api/schema.ts';
import { formats } from '../../../shared/format/formats.ts';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';

type History =
  paths['/v1/showtimes/{id}/seats/{seatId}/history']['get']['responses'][200]['content']['application/json'];

export interface SeatEntryProps {
  readonly entry: History['items'][number];
  readonly timeZone: string | undefined;
}

export const SeatEntry = ({ entry, timeZone }: SeatEntryProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const instant = useInstants(timeZone);
  const { at, what, eventId, holdId, bookingId, price, reason, by } = entry;
  return (
    <li class={styles.entry}>
      <strong>
        <Link to={`/log/events/${eventId}`}>{t[`what-${what}`]}</Link>
        {price !== undefined && ` · ${format.money(price)}`}
      </strong>
      <span class="soft figures">
        {instant(at)} · {[by.role, by.id?.slice(0, 8)].filter(Boolean).join(' ')}
      </span>
      {reason !== undefined && (
        <span>
          <bdi>{reason}</bdi>
        </span>
      )}
      {holdId !== undefined && (
        <span class={styles.code}>
          {t.hold} {holdId}
        </span>
      )}
      {bookingId !== undefined && (
        <span class={styles.code}>
          {t.booking} <Link to={`/log?stream=booking-${bookingId}`}>{bookingId}</Link>
        </span>
      )}
    </li>
  );
};
