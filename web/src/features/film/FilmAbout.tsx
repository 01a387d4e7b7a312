import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { isolated } from '../../shared/format/isolated.ts';
import { MovieFacts } from '../../shared/shows/MovieFacts.tsx';
import type { Movie } from '../../shared/shows/Show.ts';
import styles from './FilmPage.module.css';
import { messages } from './messages.ts';

export const FilmAbout = ({ movie }: { readonly movie: Movie }) => {
  const t = useStore(messages);
  const { list } = useStore(formats);
  const names = (people: readonly string[]) => ({ names: list(people.map(isolated)) });
  const { synopsis, directors = [], cast = [], trailerUrl, releaseDate } = movie;
  return (
    <div class={styles.about}>
      <h1>
        <bdi>{movie.title}</bdi>
      </h1>
      <MovieFacts {...movie} />
      {releaseDate !== undefined && <p class="soft">{releaseDate.slice(0, 4)}</p>}
      {synopsis !== undefined && (
        <p class={styles.synopsis}>
          <bdi>{synopsis}</bdi>
        </p>
      )}
      {directors.length > 0 && <p>{t.directed(names(directors))}</p>}
      {cast.length > 0 && <p>{t.cast(names(cast))}</p>}
      {trailerUrl !== undefined && (
        <a href={trailerUrl} rel="noopener noreferrer">
          {t.trailer}
        </a>
      )}
    </div>
  );
};
