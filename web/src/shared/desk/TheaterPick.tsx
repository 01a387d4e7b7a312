import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Asked } from '../problems/Asked.tsx';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { useLater } from '../ui/useLater.ts';
import styles from './DeskFrame.module.css';
import { deskNavMessages } from './deskNavMessages.ts';
import { deskTheater } from './deskTheater.ts';
import { useTheaterChoice } from './useDeskTheaters.ts';

export const TheaterPick = ({ own }: { readonly own: readonly string[] | 'all' }) => {
  const t = useStore(deskNavMessages);
  const [words, setWords] = useState('');
  const choice = useTheaterChoice(own, useLater(words));
  return (
    <section class={styles.pick}>
      <h2>{t.chooseTheater}</h2>
      {own === 'all' && (
        <Field label={t.theaterOrCity} name="theater" type="search" value={words} onInput={setWords} />
      )}
      <Asked query={choice}>
        {(theaters) => (
          <ul>
            {theaters.map(({ id, name, city }) => (
              <li key={id}>
                <Button look="plain" onClick={() => deskTheater.set(id)}>
                  <span>
                    <bdi>{name}</bdi>, <bdi>{city}</bdi>
                  </span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </section>
  );
};
