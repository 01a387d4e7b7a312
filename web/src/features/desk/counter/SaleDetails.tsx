import { useStore } from '@nanostores/preact';
import { Select } from '../../../shared/ui/Select.tsx';
import { messages } from '../messages.ts';
import styles from './Counter.module.css';
import { CustomerFields } from './CustomerFields.tsx';
import { cards, type SaleDraft } from './saleDraft.ts';

export const SaleDetails = ({ draft }: { readonly draft: SaleDraft }) => {
  const t = useStore(messages);
  const card = useStore(draft.card);
  return (
    <div class={styles.details}>
      <CustomerFields draft={draft} />
      <Select
        label={t.terminal}
        options={cards.map((value) => ({ value, label: t[value] }))}
        value={card}
        onChange={draft.card.set}
      />
    </div>
  );
};
