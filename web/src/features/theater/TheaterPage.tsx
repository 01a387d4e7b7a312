import { useStore } from '@nanostores/preact';
import { Asked } from '../../shared/problems/Asked.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { messages } from './messages.ts';
import { TheaterDays } from './TheaterDays.tsx';
import styles from './TheaterPage.module.css';
import { useTheater, useTheaterShows } from './useTheater.ts';

export interface TheaterPageProps {
  readonly params: { readonly id?: string | undefined };
}

export const TheaterPage = ({ params: { id = '' } }: TheaterPageProps) => {
  const t = useStore(messages);
  const theater = useTheater(id);
  const next = useTheaterShows(id, undefined);
  useTitle(theater.data?.name);
  return (
    <Asked query={theater}>
      {({ name, city, location: { lat, lng } }) => (
        <article class={styles.theater}>
          <header>
            <h1>
              <bdi>{name}</bdi>
            </h1>
            <p class="soft">
              <bdi>{city}</bdi> · <a href={`geo:${lat},${lng}`}>{t.map}</a>
            </p>
          </header>
          <Asked query={next}>
            {([first]) => (first === undefined ? <p>{t.none}</p> : <TheaterDays first={first} />)}
          </Asked>
        </article>
      )}
    </Asked>
  );
};
