import { useStore } from '@nanostores/preact';
import { useSearchParams } from 'wouter-preact';
import { DeskFrame } from '../../shared/desk/DeskFrame.tsx';
import { Asked } from '../../shared/problems/Asked.tsx';
import { businessDateOf } from '../../shared/shows/days.ts';
import { TheaterChoice } from '../../shared/staff/TheaterChoice.tsx';
import { useTheater } from '../../shared/staff/useStaffTheaters.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { DayChoice } from './day/DayChoice.tsx';
import { DayProgramme } from './day/DayProgramme.tsx';
import { messages } from './messages.ts';
import styles from './ProgrammePage.module.css';

const Programme = () => {
  const t = useStore(messages);
  const [search, setSearch] = useSearchParams();
  const theaterId = search.get('theater') ?? undefined;
  const theater = useTheater(theaterId);
  const set = (name: string, value: string): void =>
    setSearch((before) => ({ ...Object.fromEntries(before), [name]: value }), { replace: true });
  return (
    <div class={styles.page}>
      <h1>{t.title}</h1>
      <TheaterChoice value={theaterId} onChange={(id) => set('theater', id)} />
      {theaterId !== undefined && (
        <Asked query={theater}>
          {(open) => {
            const date = search.get('date') ?? businessDateOf(Date.now(), open.timeZone);
            return (
              <>
                <DayChoice date={date} onChange={(chosen) => set('date', chosen)} />
                <DayProgramme key={`${open.id} ${date}`} theater={open} date={date} />
              </>
            );
          }}
        </Asked>
      )}
    </div>
  );
};

export const ProgrammePage = () => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <DeskFrame>
      <Programme />
    </DeskFrame>
  );
};
