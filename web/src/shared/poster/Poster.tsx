import { useState } from 'preact/hooks';
import { DrawnPoster } from './DrawnPoster.tsx';
import styles from './Poster.module.css';

export interface PosterProps {
  readonly movie: { readonly title: string; readonly posterUrl?: string };
}

/** The film's own poster, or one drawn from its title where it has none or it cannot be loaded. */
export const Poster = ({ movie: { title, posterUrl } }: PosterProps) => {
  const [failed, setFailed] = useState(false);
  return (
    <div class={styles.poster}>
      {posterUrl === undefined || failed ? (
        <DrawnPoster title={title} />
      ) : (
        <img src={posterUrl} alt="" loading="lazy" decoding="async" onError={() => setFailed(true)} />
      )}
    </div>
  );
};
