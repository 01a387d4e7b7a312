import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../format/formats.ts';
import type { Show } from './Show.ts';
import { ShowChip } from './ShowChip.tsx';
import styles from './TheaterShows.module.css';

/** Shows of one theater under its name. */
export const TheaterShows = ({ shows }: { readonly shows: readonly Show[] }) => {
  const format = useStore(formats);
  const [first] = shows;
  if (first === undefined) return null;
  return (
    <section class={styles.theater}>
      <p class={styles.name}>
        <Link to={`/theaters/${first.theater.id}`}>
          <bdi>{first.theater.name}</bdi>
        </Link>
        {first.distanceKm !== undefined && <span class="soft"> {format.distance(first.distanceKm)}</span>}
      </p>
      <ul class={styles.times}>
        {shows.map((show) => (
          <li key={show.id}>
            <ShowChip show={show} />
          </li>
        ))}
      </ul>
    </section>
  );
};
