import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { useProblemWords } from '../../shared/problems/useProblemWords.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Field } from '../../shared/ui/Field.tsx';
import styles from './AccountPage.module.css';
import { messages } from './messages.ts';
import { PasskeySignIn } from './PasskeySignIn.tsx';
import { useSignIn } from './useSignIn.ts';

/** The address first, then the code that was mailed. */
export const SignIn = () => {
  const t = useStore(messages);
  const say = useProblemWords();
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const { request, confirm } = useSignIn();
  const isSent = request.isSuccess;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isSent) confirm.mutate({ email: email.trim(), code: code.trim() });
    else request.mutate(email.trim());
  };
  const startAgain = (): void => {
    request.reset();
    confirm.reset();
    setCode('');
  };
  return (
    <form class={styles.form} onSubmit={submit}>
      <h1>{t.signInTitle}</h1>
      <p>{isSent ? t.sent({ email: email.trim() }) : t.signInText}</p>
      {isSent ? (
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
      ) : (
        <Field
          label={t.email}
          name="email"
          type="email"
          autoComplete="email"
          required
          value={email}
          onInput={setEmail}
          fault={request.error === null ? undefined : say(request.error)}
        />
      )}
      <Button type="submit" busy={request.isPending || confirm.isPending}>
        {isSent ? t.signIn : t.sendCode}
      </Button>
      {isSent && (
        <Button look="quiet" onClick={startAgain}>
          {t.otherAddress}
        </Button>
      )}
      {!isSent && <PasskeySignIn />}
    </form>
  );
};
