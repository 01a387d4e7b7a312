import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { Scrollable } from '../../../shared/ui/Scrollable.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';
import type { LogEvent } from './LogEvent.ts';

const charsMax = 90;

const gist = (data: LogEvent['data']): string => {
  const text = JSON.stringify(data);
  return text.length <= charsMax ? text : `${text.slice(0, charsMax)}…`;
};

export const EventTable = ({ events }: { readonly events: readonly LogEvent[] }) => {
  const t = useStore(messages);
  const instant = useInstants();
  return (
    <>
      <p class="soft" role="status">
        {events.length === 0 ? t.none : t.shown(events.length)}
      </p>
      <Scrollable label={t.events}>
        <table class={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t.time}</th>
              <th scope="col">{t.event}</th>
              <th scope="col">{t.stream}</th>
              <th scope="col">{t.actor}</th>
              <th scope="col">{t.data}</th>
            </tr>
          </thead>
          <tbody>
            {events.map(({ id, at, type, stream, revision, metadata, data }) => (
              <tr key={id}>
                <td class="figures">{instant(at)}</td>
                <td>
                  <Link to={`/log/events/${id}`}>{type}</Link>
                </td>
                <td class={styles.code}>
                  {stream} <span class="soft">#{revision}</span>
                </td>
                <td>{metadata.actor.role}</td>
                <td class={styles.code}>
                  <bdi>{gist(data)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
};
