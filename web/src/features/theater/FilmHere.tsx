import { Link } from 'wouter-preact';
import { Poster } from '../../shared/poster/Poster.tsx';
import { MovieFacts } from '../../shared/shows/MovieFacts.tsx';
import type { Show } from '../../shared/shows/Show.ts';
import { ShowChip } from '../../shared/shows/ShowChip.tsx';
import styles from './TheaterPage.module.css';

export const FilmHere = ({ shows }: { readonly shows: readonly Show[] }) => {
  const movie = shows[0]?.movie;
  if (movie === undefined) return null;
  return (
    <li class={styles.film}>
      <Poster movie={movie} />
      <div class={styles.about}>
        <h2>
          <Link to={`/films/${movie.id}`}>
            <bdi>{movie.title}</bdi>
          </Link>
        </h2>
        <MovieFacts {...movie} />
        <ul class={styles.times}>
          {shows.map((show) => (
            <li key={show.id}>
              <ShowChip show={show} />
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
};
