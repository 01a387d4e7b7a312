import { Poster } from '../../shared/poster/Poster.tsx';
import { Asked } from '../../shared/problems/Asked.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { FilmAbout } from './FilmAbout.tsx';
import styles from './FilmPage.module.css';
import { FilmShows } from './FilmShows.tsx';
import { useFilm } from './useFilm.ts';

export interface FilmPageProps {
  readonly params: { readonly id?: string | undefined };
}

export const FilmPage = ({ params: { id = '' } }: FilmPageProps) => {
  const film = useFilm(id);
  useTitle(film.data?.title);
  return (
    <Asked query={film}>
      {(movie) => (
        <article class={styles.film}>
          <div class={styles.poster}>
            <Poster movie={movie} />
          </div>
          <FilmAbout movie={movie} />
          <FilmShows movieId={movie.id} />
        </article>
      )}
    </Asked>
  );
};
