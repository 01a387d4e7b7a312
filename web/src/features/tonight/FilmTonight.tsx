import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { Poster } from '../../shared/poster/Poster.tsx';
import { MovieFacts } from '../../shared/shows/MovieFacts.tsx';
import { groupBy, type Show } from '../../shared/shows/Show.ts';
import { TheaterShows } from '../../shared/shows/TheaterShows.tsx';
import styles from './FilmTonight.module.css';
import { messages } from './messages.ts';

const theatersShown = 2;
const timesShown = 4;

export const FilmTonight = ({ shows }: { readonly shows: readonly Show[] }) => {
  const t = useStore(messages);
  const movie = shows[0]?.movie;
  if (movie === undefined) return null;
  const theaters = groupBy(shows, ({ theaterId }) => theaterId);
  const shown = theaters.slice(0, theatersShown).map((times) => times.slice(0, timesShown));
  const hasMore = shown.flat().length < shows.length;
  const page = `/films/${movie.id}`;
  return (
    <li class={styles.film}>
      <Link to={page} className={styles.poster} aria-hidden="true" tabIndex={-1}>
        <Poster movie={movie} />
      </Link>
      <div class={styles.about}>
        <h2 class={styles.title}>
          <Link to={page}>
            <bdi>{movie.title}</bdi>
          </Link>
        </h2>
        <MovieFacts {...movie} />
      </div>
      <div class={styles.times}>
        {shown.map((times) => (
          <TheaterShows key={times[0]?.theaterId} shows={times} />
        ))}
        {hasMore && (
          <Link to={page} aria-label={`${t.allTimes}: ${movie.title}`}>
            {t.allTimes}
          </Link>
        )}
      </div>
    </li>
  );
};
