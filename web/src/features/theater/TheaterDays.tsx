import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Asked } from '../../shared/problems/Asked.tsx';
import { DayStrip } from '../../shared/shows/DayStrip.tsx';
import { businessDateOf, datesFrom } from '../../shared/shows/days.ts';
import { groupBy, type Show } from '../../shared/shows/Show.ts';
import { showMessages } from '../../shared/shows/showMessages.ts';
import { FilmHere } from './FilmHere.tsx';
import styles from './TheaterPage.module.css';
import { useTheaterShows } from './useTheater.ts';

const daysShown = 7;

export const TheaterDays = ({ first }: { readonly first: Show }) => {
  const t = useStore(showMessages);
  const [date, setDate] = useState(first.businessDate);
  const shows = useTheaterShows(first.theaterId, date);
  const dates = datesFrom(businessDateOf(Date.now(), first.timeZone), daysShown);
  return (
    <>
      <DayStrip dates={dates} value={date} onChange={setDate} />
      <Asked query={shows}>
        {(items) =>
          items.length === 0 ? (
            <p role="status">{t.none}</p>
          ) : (
            <ul class={styles.films}>
              {groupBy(items, ({ movieId }) => movieId).map((group) => (
                <FilmHere key={group[0]?.movieId} shows={group} />
              ))}
            </ul>
          )
        }
      </Asked>
    </>
  );
};
