import { useStore } from '@nanostores/preact';
import { useSearchParams } from 'wouter-preact';
import { DeskFrame } from '../../shared/desk/DeskFrame.tsx';
import type { Theater } from '../../shared/desk/useDeskTheaters.ts';
import { WithTheater } from '../../shared/desk/WithTheater.tsx';
import { businessDateOf } from '../../shared/shows/days.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { DayChoice } from './day/DayChoice.tsx';
import { DayProgramme } from './day/DayProgramme.tsx';
import { messages } from './messages.ts';
import styles from './ProgrammePage.module.css';

const Programme = ({ theater }: { readonly theater: Theater }) => {
  const [search, setSearch] = useSearchParams();
  const date = search.get('date') ?? businessDateOf(Date.now(), theater.timeZone);
  return (
    <div class={styles.page}>
      <DayChoice date={date} onChange={(chosen) => setSearch({ date: chosen }, { replace: true })} />
      <DayProgramme key={`${theater.id} ${date}`} theater={theater} date={date} />
    </div>
  );
};

export const ProgrammePage = () => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <DeskFrame>
      <h1>{t.title}</h1>
      <WithTheater>{(theater) => <Programme theater={theater} />}</WithTheater>
    </DeskFrame>
  );
};
