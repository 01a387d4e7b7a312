import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { accessToken } from './accessToken.ts';
import styles from './StaffArea.module.css';
import { sessionMessages } from './sessionMessages.ts';

/** Staff sign in with a token that their cinema gave them: printed, or of its identity provider. */
export const StaffSignIn = ({ fault }: { readonly fault?: string | undefined }) => {
  const t = useStore(sessionMessages);
  const [token, setToken] = useState('');
  const signIn = (event: Event): void => {
    event.preventDefault();
    accessToken.set(token.trim());
  };
  return (
    <form class={styles.form} onSubmit={signIn}>
      <h1>{t.title}</h1>
      <p>{t.text}</p>
      <Field
        label={t.token}
        name="token"
        type="password"
        autoComplete="off"
        required
        value={token}
        onInput={setToken}
        fault={fault}
      />
      <Button type="submit">{t.signIn}</Button>
    </form>
  );
};
