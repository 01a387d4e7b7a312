import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { isProblem } from '../../shared/api/Problem.ts';
import { formats } from '../../shared/format/formats.ts';
import type { HoldKey } from '../../shared/holds/Held.ts';
import { useProblemWords } from '../../shared/problems/useProblemWords.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Field } from '../../shared/ui/Field.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { type Card, CardChoice } from './CardChoice.tsx';
import styles from './Checkout.module.css';
import { messages } from './messages.ts';
import { pendingOrder } from './pendingOrder.ts';
import type { Quote } from './QuoteLines.tsx';
import type { usePayment } from './useCheckout.ts';

export interface CheckoutFormProps {
  readonly quote: Quote;
  readonly holdKey: HoldKey;
  readonly payment: ReturnType<typeof usePayment>;
}

export const CheckoutForm = ({ quote, holdKey, payment }: CheckoutFormProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const say = useProblemWords();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [phone, setPhone] = useState('');
  const [card, setCard] = useState<Card>('tok_ok');
  const { holdId, holdToken } = holdKey;
  const pay = (event: Event): void => {
    event.preventDefault();
    // Read from where it is kept: a second click may come before this page is drawn again.
    if (pendingOrder.of(holdId) !== undefined) return;
    const customer = { name: name.trim(), email: email.trim(), ...(phone === '' ? {} : { phone }) };
    const body = {
      holdToken,
      customer,
      payment: { method: 'card', token: card },
      expectedTotal: quote.total,
    };
    const order = { holdId, key: crypto.randomUUID(), body };
    pendingOrder.keep(order);
    payment.mutate(order);
  };
  const repeat = (event: Event): void => {
    event.preventDefault();
    if (payment.variables !== undefined) payment.mutate(payment.variables);
  };
  const isUnsure = payment.error !== null && !isProblem(payment.error);
  return (
    <form class={styles.form} onSubmit={isUnsure ? repeat : pay}>
      <h2>{t.you}</h2>
      <Field label={t.name} name="name" autoComplete="name" required value={name} onInput={setName} />
      <Field
        label={t.email}
        name="email"
        type="email"
        autoComplete="email"
        required
        value={email}
        onInput={setEmail}
        hint={t.emailHint}
      />
      <Field label={t.phone} name="phone" type="tel" autoComplete="tel" value={phone} onInput={setPhone} />
      <CardChoice value={card} onChange={setCard} />
      {payment.error !== null && <Notice title={isUnsure ? t.unsure : say(payment.error)} tone="bad" />}
      {payment.slow && <p role="status">{t.slow}</p>}
      <Button type="submit" wide busy={payment.isPending}>
        {payment.isPending ? t.paying : t.pay({ total: format.money(quote.due) })}
      </Button>
    </form>
  );
};
