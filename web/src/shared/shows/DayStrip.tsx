import { useStore } from '@nanostores/preact';
import { formats } from '../format/formats.ts';
import styles from './DayStrip.module.css';
import { showMessages } from './showMessages.ts';

export interface DayStripProps {
  readonly dates: readonly string[];
  readonly value: string;
  readonly onChange: (date: string) => void;
}

const noon = (date: string): string => `${date}T12:00:00Z`;

/** A row of days to choose from; a group of radio buttons, so that arrow keys work. */
export const DayStrip = ({ dates, value, onChange }: DayStripProps) => {
  const t = useStore(showMessages);
  const format = useStore(formats);
  const nameOf = (date: string, index: number): string => {
    if (index === 0) return t.today;
    return index === 1 ? t.tomorrow : format.dayShort(noon(date), 'UTC');
  };
  return (
    <fieldset class={styles.strip}>
      <legend class="unseen">{t.days}</legend>
      {dates.map((date, index) => (
        <label key={date} class={styles.day}>
          <input
            class="unseen"
            type="radio"
            name="day"
            aria-label={format.day(noon(date), 'UTC')}
            checked={date === value}
            onChange={() => onChange(date)}
          />
          {nameOf(date, index)}
        </label>
      ))}
    </fieldset>
  );
};
