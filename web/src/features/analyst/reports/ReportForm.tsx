import { useStore } from '@nanostores/preact';
import { Field } from '../../../shared/ui/Field.tsx';
import { Select } from '../../../shared/ui/Select.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { TheaterField } from '../TheaterField.tsx';
import { groupings, type Measure, measures, type ReportQuestion, reportNames } from './ReportQuestion.ts';

export interface ReportFormProps {
  readonly question: ReportQuestion;
  readonly onChange: (question: ReportQuestion) => void;
}

export const ReportForm = ({ question, onChange }: ReportFormProps) => {
  const t = useStore(messages);
  const { report, by, measure, theaterId, from = '', to = '' } = question;
  const allowed: readonly Measure[] = measures[report];
  const set = (name: 'from' | 'to' | 'theaterId', value: string): void => {
    const { [name]: _before, ...others } = question;
    onChange(value === '' ? others : { ...others, [name]: value });
  };
  return (
    <form class={styles.filters} onSubmit={(event) => event.preventDefault()}>
      <Select
        label={t.report}
        value={report}
        options={reportNames.map((value) => ({ value, label: t[value] }))}
        onChange={(value) => onChange({ ...question, report: value, measure: measures[value][0] })}
      />
      <Select
        label={t.by}
        value={by}
        options={groupings.map((value) => ({ value, label: t[`by-${value}`] }))}
        onChange={(value) => onChange({ ...question, by: value })}
      />
      <Select
        label={t.measure}
        value={measure}
        options={allowed.map((value) => ({ value, label: t[`column-${value}`] }))}
        onChange={(value) => onChange({ ...question, measure: value })}
      />
      <Field
        {...{ label: t.from, name: 'from', type: 'date', value: from }}
        onInput={(value) => set('from', value)}
      />
      <Field
        {...{ label: t.to, name: 'to', type: 'date', value: to }}
        onInput={(value) => set('to', value)}
      />
      <TheaterField
        label={t.theater}
        hint={t.theaterHint}
        theaterId={theaterId}
        onChange={(theater) => set('theaterId', theater?.id ?? '')}
      />
    </form>
  );
};
