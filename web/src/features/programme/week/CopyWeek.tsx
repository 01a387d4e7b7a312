import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import type { Theater } from '../../../shared/desk/useDeskTheaters.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import type { Hall } from '../day/useDay.ts';
import { messages } from '../messages.ts';
import { CopyPreview } from './CopyPreview.tsx';
import styles from './CopyWeek.module.css';
import { datePlus, mondayOf, planCopy } from './planCopy.ts';
import { useWeeks, weekDays } from './useWeeks.ts';

export interface CopyWeekProps {
  readonly theater: Theater;
  readonly date: string;
  readonly halls: readonly Hall[];
}

const dayMs = 86_400_000;
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

const Weeks = ({ theater, from, to, halls }: Omit<CopyWeekProps, 'date'> & { from: string; to: string }) => {
  const weeks = useWeeks(theater.id, from, to);
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
  return (
    <Asked query={weeks}>
      {({ week, there }) => (
        <CopyPreview
          key={`${theater.id} ${from} ${to}`}
          timeZone={theater.timeZone}
          plan={planCopy(week, days, { halls, there, nowMs: Date.now() })}
        />
      )}
    </Asked>
  );
};

/** Seven days, from any day on, scheduled again from another day on. */
export const CopyWeek = ({ theater, date, halls }: CopyWeekProps) => {
  const t = useStore(messages);
  const [from, setFrom] = useState(mondayOf(date));
  const [to, setTo] = useState(datePlus(mondayOf(date), weekDays));
  return (
    <section class={styles.week} aria-labelledby="copy-week">
      <h2 id="copy-week">{t.copyWeek}</h2>
      <p>{t.copyText}</p>
      <div class={styles.dates}>
        <Field label={t.fromWeek} name="from-week" type="date" value={from} onInput={setFrom} />
        <Field label={t.toWeek} name="to-week" type="date" value={to} onInput={setTo} />
      </div>
      {isDate(from) && isDate(to) && from !== to ? (
        <Weeks {...{ theater, from, to, halls }} />
      ) : (
        <p>{t.sameWeek}</p>
      )}
    </section>
  );
};
