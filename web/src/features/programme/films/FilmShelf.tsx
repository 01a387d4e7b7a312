import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { useLater } from '../../../shared/ui/useLater.ts';
import { messages } from '../messages.ts';
import type { Placing } from '../timeline/usePlacing.ts';
import styles from './FilmShelf.module.css';
import { useFilms } from './useFilms.ts';

export interface FilmShelfProps {
  readonly placing: Pick<Placing, 'placement' | 'pick' | 'drag' | 'endDrag'>;
}

/** Films to drag, or to choose and then place. */
export const FilmShelf = ({ placing }: FilmShelfProps) => {
  const t = useStore(messages);
  const [q, setQ] = useState('');
  const films = useFilms(useLater(q.trim()));
  return (
    <section class={styles.shelf} aria-label={t.films}>
      <Field label={t.findFilm} name="find-film" type="search" autoComplete="off" value={q} onInput={setQ} />
      <Asked query={films}>
        {(found) =>
          found.length === 0 ? (
            <p>{t.noFilms}</p>
          ) : (
            <ul class={styles.films}>
              {found.map((film) => (
                <li key={film.id}>
                  <button
                    type="button"
                    class={styles.film}
                    draggable
                    aria-label={t.choose({ title: film.title, minutes: String(film.runtimeMinutes) })}
                    aria-pressed={film.id === placing.placement?.film.id}
                    onClick={() => placing.pick(film)}
                    onDragStart={(event) => {
                      event.dataTransfer?.setData('text/plain', film.title);
                      placing.drag(film);
                    }}
                    onDragEnd={placing.endDrag}
                  >
                    <span class={styles.title}>
                      <bdi>{film.title}</bdi>{' '}
                    </span>
                    <span class="soft">{t.filmLength({ minutes: String(film.runtimeMinutes) })}</span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </section>
  );
};
