import { useStore } from '@nanostores/preact';
import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { useLater } from '../../shared/ui/useLater.ts';
import type { Filters } from './Filters.ts';
import { messages } from './messages.ts';
import styles from './SearchPage.module.css';
import { useSuggestions } from './useSearch.ts';

export interface SearchFieldProps {
  readonly value: string;
  readonly filters: Filters;
  readonly onChange: (filters: Filters, q: string) => void;
}

const listId = 'film-suggestions';

/** The browser's own list of suggestions: keyboards and screen readers know it. */
export const SearchField = ({ value, filters, onChange }: SearchFieldProps) => {
  const t = useStore(messages);
  const [, navigate] = useLocation();
  const [words, setWords] = useState(value);
  const rested = useLater(words.trim());
  const { data: suggestions = [] } = useSuggestions(rested);
  useEffect(() => {
    if (rested !== value) onChange(filters, rested);
  }, [rested]);
  const type = (text: string): void => {
    setWords(text);
    const chosen = suggestions.find(({ title }) => title === text);
    if (chosen !== undefined && text !== words && text.length - words.length > 1)
      navigate(`/films/${chosen.id}`);
  };
  return (
    <search>
      <label class={styles.field}>
        <span class="unseen">{t.field}</span>
        <input
          type="search"
          name="q"
          list={listId}
          autoComplete="off"
          placeholder={t.field}
          value={words}
          onInput={({ currentTarget }) => type(currentTarget.value)}
        />
      </label>
      <datalist id={listId}>
        {suggestions.map(({ id, title }) => (
          <option key={id} value={title} />
        ))}
      </datalist>
    </search>
  );
};
