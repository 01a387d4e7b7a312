import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { serverClock } from '../../../shared/api/serverClock.ts';
import type { Theater } from '../../../shared/desk/useDeskTheaters.ts';
import { formats } from '../../../shared/format/formats.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { StaleNote } from '../../../shared/problems/StaleNote.tsx';
import { DayStrip } from '../../../shared/shows/DayStrip.tsx';
import { businessDateOf, datesFrom } from '../../../shared/shows/days.ts';
import { messages } from '../messages.ts';
import { HallTonight } from './HallTonight.tsx';
import { hallsOf, standingsOf, totalsOf } from './House.ts';
import styles from './Tonight.module.css';
import { useFigures, useShowsOfDay } from './useHouse.ts';

const daysShown = 7;

export const HouseOfDay = ({ theater }: { readonly theater: Theater }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const today = businessDateOf(serverClock.nowMs(), theater.timeZone);
  const [date, setDate] = useState(today);
  const shows = useShowsOfDay(theater.id, date);
  const figures = useFigures(theater.id, date);
  return (
    <>
      <DayStrip dates={datesFrom(today, daysShown)} value={date} onChange={setDate} />
      {figures.error !== null && <p role="status">{t.behind}</p>}
      <StaleNote stale={figures.data?.stale} timeZone={theater.timeZone} />
      <Asked query={shows}>
        {(items) => {
          const standings = standingsOf(items, figures.data);
          const { seats, booked, admitted, net } = totalsOf(standings);
          const [sold, all, inside] = [booked, seats, admitted].map(format.number);
          if (items.length === 0) return <p role="status">{t.noShows}</p>;
          return (
            <>
              <p class={`${styles.totals} figures`}>
                <strong>{format.list(net.map(format.money))}</strong>{' '}
                {t.house({ sold: sold ?? '', seats: all ?? '', inside: inside ?? '' })}
              </p>
              {hallsOf(standings).map((hall) => (
                <HallTonight key={hall[0]?.show.hallId} standings={hall} />
              ))}
            </>
          );
        }}
      </Asked>
    </>
  );
};
