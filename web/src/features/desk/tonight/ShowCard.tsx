import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../../../shared/format/formats.ts';
import { messages } from '../messages.ts';
import type { Standing } from './House.ts';
import { SeatBar } from './SeatBar.tsx';
import styles from './Tonight.module.css';

export const ShowCard = ({ standing }: { readonly standing: Standing }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { show, seats, booked, held, blocked, admitted, net } = standing;
  const counts = [
    [admitted, t.inside],
    [held, t.held],
    [blocked, t.blocked],
  ] as const;
  return (
    <Link to={`/desk/shows/${show.id}`} className={styles.card ?? ''}>
      <span class={styles.title}>
        <strong class="figures">{format.time(show.startsAt, show.timeZone)}</strong>{' '}
        <bdi>{show.movie.title}</bdi>
      </span>
      <SeatBar standing={standing} />
      <span class={`${styles.figures} figures`}>
        <strong>{t.soldOf({ sold: format.number(booked), seats: format.number(seats) })}</strong>
        {net !== undefined && <strong>{format.money(net)}</strong>}
      </span>
      <span class={`${styles.figures} figures`}>
        {counts.map(([number, name]) => (
          <span key={name}>
            {format.number(number)} {name}
          </span>
        ))}
      </span>
    </Link>
  );
};
