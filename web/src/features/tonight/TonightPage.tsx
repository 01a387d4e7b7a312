import { useStore } from '@nanostores/preact';
import { PlaceChoice } from '../../shared/place/PlaceChoice.tsx';
import { usePlace } from '../../shared/place/usePlace.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { FilmTonight } from './FilmTonight.tsx';
import { messages } from './messages.ts';
import styles from './TonightPage.module.css';
import { useTonight } from './useTonight.ts';

export const TonightPage = () => {
  const t = useStore(messages);
  const place = usePlace();
  const tonight = useTonight(place);
  useTitle(undefined);
  return (
    <>
      <h1 class={styles.title}>
        {tonight.data?.isToday === false ? t.soon : t.tonight} <PlaceChoice place={place} />
      </h1>
      <Asked query={tonight}>
        {({ films }) =>
          films.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <ul class={styles.films}>
              {films.map((shows) => (
                <FilmTonight key={shows[0]?.movieId} shows={shows} />
              ))}
            </ul>
          )
        }
      </Asked>
    </>
  );
};
