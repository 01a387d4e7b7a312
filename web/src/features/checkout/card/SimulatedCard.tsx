import { useStore } from '@nanostores/preact';
import styles from './Checkout.module.css';
import { messages } from './messages.ts';

const cards = ['tok_ok', 'tok_slow', 'tok_declined', 'tok_capture_fails', 'tok_unavailable'] as const;
export type Card = (typeof cards)[number];

export interface CardChoiceProps {
  readonly value: Card;
  readonly onChange: (card: Card) => void;
}

/** The simulated gateway reads from the token how the payment goes. */
export const CardChoice = ({ value, onChange }: CardChoiceProps) => {
  const t = useStore(messages);
  return (
    <fieldset class={styles.cards}>
      <legend>{t.card}</legend>
      <p class="soft">{t.demo}</p>
      {cards.map((card) => (
        <label key={card}>
          <input type="radio" name="card" checked={card === value} onChange={() => onChange(card)} />
          {t[card]}
        </label>
      ))}
    </fieldset>
  );
};
