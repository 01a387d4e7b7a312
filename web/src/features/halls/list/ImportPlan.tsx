import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Notice } from '../../../shared/ui/Notice.tsx';
import { Faults } from '../Faults.tsx';
import { messages } from '../messages.ts';
import styles from './List.module.css';
import { useNewHall } from './useNewHall.ts';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Sends the file as it is: the server checks it, and says where it is broken. */
export const ImportPlan = ({ theaterId }: { readonly theaterId: string }) => {
  const t = useStore(messages);
  const importing = useNewHall(theaterId);
  const [isUnreadable, setUnreadable] = useState(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const plan = parsed(await file.text());
    setUnreadable(plan === undefined);
    if (plan !== undefined) importing.mutate({ plan: plan as never });
  };
  return (
    <section class={styles.form}>
      <h2>{t.import}</h2>
      <p>{t.importText}</p>
      <label>
        {t.file}{' '}
        <input
          type="file"
          accept="application/json,.json"
          onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
        />
      </label>
      {isUnreadable && <Notice tone="bad" title={t.notJson} />}
      {importing.error !== null && <Faults error={importing.error} />}
    </section>
  );
};
