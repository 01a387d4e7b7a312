import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { Poster } from '../../shared/poster/Poster.tsx';
import type { Movie } from '../../shared/shows/Show.ts';
import { messages } from './messages.ts';
import styles from './SearchPage.module.css';

export const FilmsFound = ({ films }: { readonly films: readonly Movie[] }) => {
  const t = useStore(messages);
  if (films.length === 0) return <p role="status">{t.none}</p>;
  return (
    <section>
      <h2 class="unseen">{t.films}</h2>
      <ul class={styles.films}>
        {films.map((movie) => (
          <li key={movie.id}>
            <Link to={`/films/${movie.id}`} className={styles.film ?? ''}>
              <Poster movie={movie} />
              <strong>
                <bdi>{movie.title}</bdi>
              </strong>
              <span class="soft">{movie.showtimeCount > 0 ? t.shows(movie.showtimeCount) : t.notShown}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};
