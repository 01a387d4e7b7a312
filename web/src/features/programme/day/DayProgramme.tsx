import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import type { Theater } from '../../../shared/desk/useDeskTheaters.ts';
import { formats } from '../../../shared/format/formats.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import type { Show } from '../../../shared/shows/Show.ts';
import { ButtonLink } from '../../../shared/ui/ButtonLink.tsx';
import { FilmShelf } from '../films/FilmShelf.tsx';
import { messages } from '../messages.ts';
import { ScheduleDialog } from '../schedule/ScheduleDialog.tsx';
import { ShowDialog } from '../schedule/ShowDialog.tsx';
import { axisOf } from '../timeline/Axis.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { usePlacing } from '../timeline/usePlacing.ts';
import { CopyWeek } from '../week/CopyWeek.tsx';
import { type Slot, slotOf } from './Slot.ts';
import { type Hall, useDay, useDayEdits, useHalls } from './useDay.ts';

export interface DayProgrammeProps {
  readonly theater: Theater;
  readonly date: string;
}

interface DayProps extends DayProgrammeProps {
  readonly halls: readonly Hall[];
  readonly shows: readonly Show[];
}

const Day = ({ theater, date, halls, shows }: DayProps) => {
  const t = useStore(messages);
  const { time } = useStore(formats);
  const [opened, setOpened] = useState<Slot>();
  const [said, setSaid] = useState('');
  const { add, remove } = useDayEdits();
  const axis = axisOf(date, theater.timeZone);
  const slots = shows.map((show) =>
    slotOf(show, halls.find(({ id }) => id === show.hallId)?.cleaningMinutes ?? 0),
  );
  const placing = usePlacing(axis, halls, slots);
  const { placement } = placing;
  const scheduled = (show: Show): void => {
    add(show);
    placing.cancel();
    setSaid(t.scheduled({ title: show.movie.title, time: time(show.startsAt, show.timeZone) }));
  };
  const cancelled = (show: Show): void => {
    remove(show);
    setOpened(undefined);
    setSaid(t.cancelled({ title: show.movie.title }));
  };
  return (
    <>
      <p class="soft">{t.howTo}</p>
      <FilmShelf placing={placing} />
      <Timeline {...{ axis, halls, slots, placing }} onOpen={setOpened} />
      <p role="status">{said}</p>
      <CopyWeek {...{ theater, date, halls }} />
      {placement?.isDropped === true && (
        <ScheduleDialog
          {...{ axis, halls, placement, onDone: scheduled, onClose: placing.lift }}
          currency={theater.currency ?? shows[0]?.priceParts.base.currency}
        />
      )}
      {opened !== undefined && (
        <ShowDialog slot={opened} onCancelled={cancelled} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
};

/** The halls of a theater on one day. */
export const DayProgramme = ({ theater, date }: DayProgrammeProps) => {
  const t = useStore(messages);
  const halls = useHalls(theater.id);
  const day = useDay(theater.id, date);
  return (
    <Asked query={halls}>
      {(found) =>
        found.length === 0 ? (
          <p>
            {t.noHalls} <ButtonLink to="/desk/halls">{t.buildHall}</ButtonLink>
          </p>
        ) : (
          <Asked query={day}>{(shows) => <Day {...{ theater, date, shows }} halls={found} />}</Asked>
        )
      }
    </Asked>
  );
};
