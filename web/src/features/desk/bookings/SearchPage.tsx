import { useStore } from '@nanostores/preact';
import { WithTheater } from '../../../shared/desk/WithTheater.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { useLater } from '../../../shared/ui/useLater.ts';
import { messages } from '../messages.ts';
import styles from './Bookings.module.css';
import { BookingsFound } from './BookingsFound.tsx';
import { useDeskSearch } from './useDeskSearch.ts';

const shortest = 2;

/** One box for reference, name, e-mail, telephone number and seat. What was typed is kept out of the URL: it names people. */
export const SearchPage = () => {
  const t = useStore(messages);
  const { words, setWords } = useDeskSearch();
  const typed = useLater(words.trim());
  return (
    <>
      <h1>{t.search}</h1>
      <WithTheater>
        {({ id, timeZone }) => (
          <div class={styles.search}>
            <Field
              label={t.find}
              name="q"
              type="search"
              autoComplete="off"
              hint={t.searchHint}
              value={words}
              onInput={setWords}
            />
            {typed.length >= shortest && (
              <BookingsFound wanted={{ theaterId: id, q: typed }} timeZone={timeZone} none={t.nothingFound} />
            )}
          </div>
        )}
      </WithTheater>
    </>
  );
};
