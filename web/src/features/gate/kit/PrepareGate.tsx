import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { ProblemNotice } from '../../../shared/problems/ProblemNotice.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import styles from '../GatePage.module.css';
import { messages } from '../messages.ts';
import type { useKit } from './useKit.ts';
import { useTheaters } from './useTheaters.ts';

export const PrepareGate = ({ fetching }: Pick<ReturnType<typeof useKit>, 'fetching'>) => {
  const t = useStore(messages);
  const [words, setWords] = useState('');
  const theaters = useTheaters(words);
  return (
    <div class={styles.prepare}>
      <h1>{t.prepare}</h1>
      <p>{t.prepareText}</p>
      {fetching.isPending && <p role="status">{t.preparing}</p>}
      {fetching.error !== null && <ProblemNotice error={fetching.error} />}
      <Field label={t.search} name="theater" type="search" value={words} onInput={setWords} />
      <Asked query={theaters}>
        {(found) => (
          <ul class={styles.theaters}>
            {found.length === 0 && <li>{t.noTheater}</li>}
            {found.map(({ id, name }) => (
              <li key={id}>
                <Button look="plain" wide busy={fetching.isPending} onClick={() => fetching.mutate(id)}>
                  {t.take({ theater: name })}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </div>
  );
};
