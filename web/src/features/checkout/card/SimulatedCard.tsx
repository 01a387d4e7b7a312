import { useStore } from '@nanostores/preact';
import { useEffect, useState } from 'preact/hooks';
import styles from '../Checkout.module.css';
import { messages } from '../messages.ts';
import type { CardProps } from './Payer.ts';

const cards = ['tok_ok', 'tok_slow', 'tok_declined', 'tok_capture_fails', 'tok_unavailable'] as const;

/** The simulated gateway reads from the token how the payment goes. */
export const SimulatedCard = ({ onPayer }: Pick<CardProps, 'onPayer'>) => {
  const t = useStore(messages);
  const [chosen, choose] = useState<(typeof cards)[number]>('tok_ok');
  useEffect(() => onPayer({ method: 'card', readToken: async () => chosen }), [chosen]);
  return (
    <fieldset class={styles.cards}>
      <legend>{t.card}</legend>
      <p class="soft">{t.demo}</p>
      {cards.map((card) => (
        <label key={card}>
          <input type="radio" name="card" checked={card === chosen} onChange={() => choose(card)} />
          {t[card]}
        </label>
      ))}
    </fieldset>
  );
};
