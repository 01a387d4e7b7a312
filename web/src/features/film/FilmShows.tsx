import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { PlaceChoice } from '../../shared/place/PlaceChoice.tsx';
import { usePlace } from '../../shared/place/usePlace.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { DayStrip } from '../../shared/shows/DayStrip.tsx';
import { businessDateOf, datesFrom } from '../../shared/shows/days.ts';
import type { Show } from '../../shared/shows/Show.ts';
import { ShowsByTheater } from '../../shared/shows/ShowsByTheater.tsx';
import styles from './FilmPage.module.css';
import { messages } from './messages.ts';
import { useFilmShows } from './useFilm.ts';

const daysShown = 7;

/** Opens on the next day that has a show near the place. */
export const FilmShows = ({ movieId }: { readonly movieId: string }) => {
  const t = useStore(messages);
  const place = usePlace();
  const next = useFilmShows(movieId, place, undefined);
  return (
    <section class={styles.shows}>
      <h2>
        {t.showsNear} <PlaceChoice place={place} />
      </h2>
      <Asked query={next}>
        {([first]) =>
          first === undefined ? <p>{t.none}</p> : <DaysOfFilm key={first.theaterId} first={first} />
        }
      </Asked>
    </section>
  );
};

const DaysOfFilm = ({ first }: { readonly first: Show }) => {
  const place = usePlace();
  const [date, setDate] = useState(first.businessDate);
  const dates = datesFrom(businessDateOf(Date.now(), first.timeZone), daysShown);
  const shows = useFilmShows(first.movieId, place, date);
  return (
    <>
      <DayStrip dates={dates} value={date} onChange={setDate} />
      <Asked query={shows}>{(items) => <ShowsByTheater shows={items} />}</Asked>
    </>
  );
};
