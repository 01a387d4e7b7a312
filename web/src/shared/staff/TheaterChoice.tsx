import { useStore } from '@nanostores/preact';
import { useEffect, useState } from 'preact/hooks';
import { Field } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { useLater } from '../ui/useLater.ts';
import { staffMessages } from './staffMessages.ts';
import styles from './TheaterChoice.module.css';
import { useStaffTheaters, useTheater } from './useStaffTheaters.ts';

export interface TheaterChoiceProps {
  readonly value: string | undefined;
  readonly onChange: (theaterId: string) => void;
}

/** The first theater is chosen until another one is. */
export const TheaterChoice = ({ value, onChange }: TheaterChoiceProps) => {
  const t = useStore(staffMessages);
  const [q, setQ] = useState('');
  const { actsForAll, theaters } = useStaffTheaters(useLater(q.trim()));
  const { data: chosen } = useTheater(value);
  const found = theaters.data ?? [];
  const first = found[0]?.id;
  useEffect(() => {
    if (value === undefined && first !== undefined) onChange(first);
  }, [value, first]);
  const listed =
    chosen === undefined || found.some(({ id }) => id === chosen.id) ? found : [chosen, ...found];
  return (
    <div class={styles.choice}>
      <Select
        label={t.theater}
        value={value ?? ''}
        options={listed.map(({ id, name, city }) => ({ value: id, label: `${name}, ${city}` }))}
        onChange={onChange}
      />
      {actsForAll && (
        <Field
          label={t.findTheater}
          name="find-theater"
          type="search"
          autoComplete="off"
          value={q}
          onInput={setQ}
          {...(found.length === 0 && q !== '' ? { hint: t.noTheater } : {})}
        />
      )}
    </div>
  );
};
