import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { useProblemWords } from '../../shared/problems/useProblemWords.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Field } from '../../shared/ui/Field.tsx';
import styles from './BookingsPage.module.css';
import { messages } from './messages.ts';
import { useRecovery } from './useRecovery.ts';

/** Reference and address first, then the code that was mailed. */
export const FindBooking = () => {
  const t = useStore(messages);
  const say = useProblemWords();
  const [reference, setReference] = useState('');
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const { request, confirm } = useRecovery();
  const isSent = request.isSuccess;
  const asked = { reference: reference.trim().toUpperCase(), email: email.trim() };
  const error = confirm.error ?? request.error;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isSent) confirm.mutate({ ...asked, code: code.trim() });
    else request.mutate(asked);
  };
  return (
    <form class={styles.form} onSubmit={submit}>
      <p class="soft">{t.findText}</p>
      <Field
        label={t.reference}
        name="reference"
        required
        value={reference}
        onInput={setReference}
        autoComplete="off"
      />
      <Field
        label={t.email}
        name="email"
        type="email"
        autoComplete="email"
        required
        value={email}
        onInput={setEmail}
      />
      {isSent && (
        <>
          <p role="status">{t.sent}</p>
          <Field
            label={t.code}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            value={code}
            onInput={setCode}
            fault={confirm.error === null ? undefined : say(confirm.error)}
          />
        </>
      )}
      {error !== null && error !== confirm.error && <p role="alert">{say(error)}</p>}
      <Button type="submit" busy={request.isPending || confirm.isPending}>
        {isSent ? t.open : t.sendCode}
      </Button>
    </form>
  );
};
