import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { useTimes } from '../useInstants.ts';
import type { LogEvent } from './LogEvent.ts';
import { type Effect, traceOf } from './traceOf.ts';

export interface TraceProps {
  readonly events: readonly LogEvent[];
  /** The event whose page this is. */
  readonly current?: string;
}

export const Trace = ({ events, current }: TraceProps) => {
  const t = useStore(messages);
  const time = useTimes();
  const branch = (effects: readonly Effect[]) => (
    <ul>
      {effects.map(({ event: { id, at, type, stream }, effects: next }) => (
        <li key={id}>
          {id === current ? (
            <span class={styles.current} aria-current="true">
              {type}
            </span>
          ) : (
            <Link to={`/log/events/${id}`}>{type}</Link>
          )}{' '}
          <span class={styles.code}>{stream}</span> <span class="soft figures">{time(at)}</span>
          {next.length > 0 && branch(next)}
        </li>
      ))}
    </ul>
  );
  return (
    <section class={styles.tree}>
      <p class="soft">{t.shown(events.length)}</p>
      {branch(traceOf(events))}
    </section>
  );
};
