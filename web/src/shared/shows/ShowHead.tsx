import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../format/formats.ts';
import type { Show } from './Show.ts';
import styles from './ShowHead.module.css';

export const ShowHead = ({ show }: { readonly show: Show }) => {
  const format = useStore(formats);
  const { movie, theater, hall, startsAt, timeZone } = show;
  return (
    <header class={styles.head}>
      <h1>
        <Link to={`/films/${movie.id}`}>
          <bdi>{movie.title}</bdi>
        </Link>
      </h1>
      <p>
        <strong>{format.dateTime(startsAt, timeZone)}</strong>
        <span class="soft">
          {' '}
          ·{' '}
          <Link to={`/theaters/${theater.id}`}>
            <bdi>{theater.name}</bdi>
          </Link>{' '}
          · <bdi>{hall.name}</bdi>
          {show.format !== undefined && ` · ${show.format}`}
        </span>
      </p>
    </header>
  );
};
