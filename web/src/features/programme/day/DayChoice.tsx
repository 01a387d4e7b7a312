import { useStore } from '@nanostores/preact';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { messages } from '../messages.ts';
import styles from '../ProgrammePage.module.css';
import { datePlus } from '../week/planCopy.ts';

export interface DayChoiceProps {
  readonly date: string;
  readonly onChange: (date: string) => void;
}

export const DayChoice = ({ date, onChange }: DayChoiceProps) => {
  const t = useStore(messages);
  return (
    <div class={styles.day}>
      <Button look="plain" onClick={() => onChange(datePlus(date, -1))}>
        {t.before}
      </Button>
      <Field
        label={t.date}
        name="date"
        type="date"
        value={date}
        onInput={(chosen) => chosen !== '' && onChange(chosen)}
      />
      <Button look="plain" onClick={() => onChange(datePlus(date, 1))}>
        {t.after}
      </Button>
    </div>
  );
};
