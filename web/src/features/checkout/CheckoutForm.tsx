import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { isProblem } from '../../shared/api/Problem.ts';
import { formats } from '../../shared/format/formats.ts';
import type { HoldKey } from '../../shared/holds/Held.ts';
import { useProblemWords } from '../../shared/problems/useProblemWords.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Field } from '../../shared/ui/Field.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import styles from './Checkout.module.css';
import { Card } from './card/Card.tsx';
import { messages } from './messages.ts';
import type { Quote } from './QuoteLines.tsx';
import type { usePayment } from './useCheckout.ts';
import { useOrder } from './useOrder.ts';

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
  const { order, setPayer, isReading, isIncomplete } = useOrder(holdKey, quote, payment.mutate);
  const pay = (event: Event): void => {
    event.preventDefault();
    void order({ name: name.trim(), email: email.trim(), ...(phone === '' ? {} : { phone }) });
  };
  const repeat = (event: Event): void => {
    event.preventDefault();
    if (payment.variables !== undefined) payment.mutate(payment.variables);
  };
  const isUnsure = payment.error !== null && !isProblem(payment.error);
  const isBusy = payment.isPending || isReading;
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
      <Card due={quote.due} onPayer={setPayer} />
      {isIncomplete && <p role="alert">{t.cardWrong}</p>}
      {payment.error !== null && <Notice title={isUnsure ? t.unsure : say(payment.error)} tone="bad" />}
      {payment.waitsFor !== undefined && <p role="status">{t[payment.waitsFor]}</p>}
      <Button type="submit" wide busy={isBusy}>
        {isBusy ? t.paying : t.pay({ total: format.money(quote.due) })}
      </Button>
    </form>
  );
};
