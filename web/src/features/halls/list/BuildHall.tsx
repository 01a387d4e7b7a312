import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { limits, rowsOf } from '../drawing/Drawing.ts';
import { plainHall } from '../drawing/plainHall.ts';
import { Faults } from '../Faults.tsx';
import { messages } from '../messages.ts';
import styles from './List.module.css';
import { useNewHall } from './useNewHall.ts';

/** A hall of equal rows to begin with. */
export const BuildHall = ({ theaterId }: { readonly theaterId: string }) => {
  const t = useStore(messages);
  const building = useNewHall(theaterId);
  const [fields, setFields] = useState({ name: '', rows: '10', seats: '14', cleaning: '20' });
  const set = (name: keyof typeof fields) => (value: string) =>
    setFields((before) => ({ ...before, [name]: value }));
  const submit = (event: Event): void => {
    event.preventDefault();
    const rows = rowsOf(plainHall(Number(fields.rows), Number(fields.seats)));
    building.mutate({ body: { name: fields.name.trim(), cleaningMinutes: Number(fields.cleaning), rows } });
  };
  const amount = (name: 'rows' | 'seats' | 'cleaning', label: string, max: number) => (
    <Field
      {...{ label, name, type: 'number', required: true, min: name === 'cleaning' ? '0' : '1' }}
      max={String(max)}
      value={fields[name]}
      onInput={set(name)}
    />
  );
  return (
    <form class={styles.form} onSubmit={submit}>
      <h2>{t.build}</h2>
      <div class={styles.fields}>
        <Field label={t.name} name="name" required value={fields.name} onInput={set('name')} />
        {amount('rows', t.rowCount, limits.buildRowsMax)}
        {amount('seats', t.seatsPerRow, limits.buildSeatsMax)}
        {amount('cleaning', t.cleaning, limits.cleaningMax)}
      </div>
      {building.error !== null && <Faults error={building.error} />}
      <Button type="submit" busy={building.isPending} disabled={fields.name.trim() === ''}>
        {t.build}
      </Button>
    </form>
  );
};
