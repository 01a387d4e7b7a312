import { useStore } from '@nanostores/preact';
import { PlaceChoice } from '../../shared/place/PlaceChoice.tsx';
import { usePlace } from '../../shared/place/usePlace.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { Gradually } from '../../shared/ui/Gradually.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { FilmTonight } from './FilmTonight.tsx';
import { messages } from './messages.ts';
import styles from './TonightPage.module.css';
import { useTonight } from './useTonight.ts';

/** As many as the tallest screens show. */
const filmsAtOnce = 4;

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
              <Gradually atOnce={filmsAtOnce}>
                {films.map((shows) => (
                  <FilmTonight key={shows[0]?.movieId} shows={shows} />
                ))}
              </Gradually>
            </ul>
          )
        }
      </Asked>
    </>
  );
};
