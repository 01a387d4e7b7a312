import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Button } from '../../shared/ui/Button.tsx';
import { Field } from '../../shared/ui/Field.tsx';
import styles from './GatePage.module.css';
import { messages } from './messages.ts';
import { allowSound } from './verdict/playVerdict.ts';

/** A hand scanner types the code and presses Enter. */
export const CodeField = ({ onCode }: { readonly onCode: (code: string) => void }) => {
  const t = useStore(messages);
  const [code, setCode] = useState('');
  const check = (event: Event): void => {
    event.preventDefault();
    allowSound();
    setCode('');
    onCode(code);
  };
  return (
    <form class={styles.code} onSubmit={check}>
      <Field
        label={t.code}
        name="code"
        autoComplete="off"
        required
        value={code}
        onInput={setCode}
        hint={t.codeHint}
      />
      <Button type="submit" look="plain">
        {t.check}
      </Button>
    </form>
  );
};
