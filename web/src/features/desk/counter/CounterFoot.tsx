import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { formats } from '../../../shared/format/formats.ts';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import type { FootProps } from '../../../shared/seats/panel/ChoicePanel.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Select } from '../../../shared/ui/Select.tsx';
import { messages } from '../messages.ts';
import styles from './Counter.module.css';
import { type Contact, CustomerFields, noContact, toldOf } from './CustomerFields.tsx';
import { type Sold, useSale } from './useSale.ts';

/** The simulated terminal hands on a token that says how the payment goes. */
const cards = ['tok_ok', 'tok_slow', 'tok_declined'] as const;

export interface CounterFootProps extends FootProps {
  readonly onSold: (sold: Sold) => void;
}

export const CounterFoot = ({ hold, holdKey, isSettled, chooser, onSold }: CounterFootProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const say = useProblemWords();
  const [contact, setContact] = useState<Contact>(noContact);
  const [card, setCard] = useState<(typeof cards)[number]>('tok_ok');
  const sale = useSale(chooser, onSold);
  const sell = (event: Event): void => {
    event.preventDefault();
    if (sale.isPending) return;
    sale.mutate({
      holdToken: holdKey.holdToken,
      payment: { method: 'card', token: card },
      expectedTotal: hold.total,
      ...toldOf(contact),
    });
  };
  return (
    <form class={styles.form} onSubmit={sell}>
      <Button type="submit" wide disabled={!isSettled} busy={sale.isPending}>
        {t.card({ total: format.money(hold.total) })}
      </Button>
      {sale.isSlow && <p role="status">{t.slow}</p>}
      {sale.error !== null && <p role="alert">{say(sale.error)}</p>}
      <CustomerFields contact={contact} onChange={setContact} />
      <Select
        label={t.terminal}
        options={cards.map((value) => ({ value, label: t[value] }))}
        value={card}
        onChange={setCard}
      />
    </form>
  );
};
