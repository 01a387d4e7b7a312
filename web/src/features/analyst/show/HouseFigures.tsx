import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../../../shared/format/formats.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';
import type { Step } from './foldShow.ts';
import styles from './Replay.module.css';

export interface HouseFiguresProps {
  readonly show: Show;
  readonly step: Step;
  readonly currency: string | undefined;
}

export const HouseFigures = ({ show, step, currency }: HouseFiguresProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const instant = useInstants(show.timeZone);
  const { counts, event, soldMinor, changes } = step;
  const seats = changes.map(([id]) => id).slice(0, 12);
  const figures = [
    [t.sold, format.number(counts.B)],
    [t.held, format.number(counts.H)],
    [t.free, format.number(counts.A)],
    [t.blocked, format.number(counts.X)],
    ...(currency === undefined ? [] : [[t.taken, format.money({ amount: soldMinor, currency })] as const]),
  ] as const;
  return (
    <section class={styles.figures}>
      <p>
        <span class="figures">{instant(event.at)}</span> ·{' '}
        <Link to={`/log/events/${event.id}`}>{event.type}</Link>
        <br />
        <span class="soft">{seats.join(' ')}</span>
      </p>
      <dl>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
