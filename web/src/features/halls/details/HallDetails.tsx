import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { Select } from '../../../shared/ui/Select.tsx';
import { limits } from '../drawing/Drawing.ts';
import styles from '../list/List.module.css';
import { messages } from '../messages.ts';
import { SaveRefused } from '../SaveRefused.tsx';
import type { Hall, useRevising } from './useRevising.ts';

export interface HallDetailsProps {
  readonly hall: Hall;
  readonly revising: ReturnType<typeof useRevising>;
}

const rules = ['off', 'warn', 'enforce'] as const;

/** Name, cleaning and the rule for single seats. Shows that are scheduled keep theirs. */
export const HallDetails = ({ hall, revising }: HallDetailsProps) => {
  const t = useStore(messages);
  const [name, setName] = useState(hall.name);
  const [cleaning, setCleaning] = useState(String(hall.cleaningMinutes));
  const [loneSeatRule, setRule] = useState(hall.loneSeatRule);
  const details = { name: name.trim(), cleaningMinutes: Number(cleaning), loneSeatRule };
  const isSame =
    details.name === hall.name &&
    details.cleaningMinutes === hall.cleaningMinutes &&
    loneSeatRule === hall.loneSeatRule;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!revising.isPending) revising.mutate(details);
  };
  return (
    <form class={styles.form} onSubmit={submit}>
      <h2>{t.details}</h2>
      <div class={styles.fields}>
        <Field label={t.name} name="name" required value={name} onInput={setName} />
        <Field
          {...{ label: t.cleaning, name: 'cleaning', type: 'number', required: true }}
          {...{ min: '0', max: String(limits.cleaningMax), value: cleaning, onInput: setCleaning }}
        />
        <Select
          label={t.loneSeats}
          options={rules.map((rule) => ({ value: rule, label: t[rule] }))}
          value={loneSeatRule}
          onChange={setRule}
        />
      </div>
      <p class="soft">{t.detailsText}</p>
      {revising.error !== null && (
        <SaveRefused hallId={hall.id} error={revising.error} stale={t.staleDetails} />
      )}
      {revising.isSuccess && <p role="status">{t.detailsSaved}</p>}
      <Button type="submit" look="plain" busy={revising.isPending} disabled={isSame || details.name === ''}>
        {t.saveDetails}
      </Button>
    </form>
  );
};
