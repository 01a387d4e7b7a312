import { useQuery } from '@tanstack/preact-query';
import { useId, useState } from 'preact/hooks';
import { api, dataOf } from '../../shared/api/client.ts';
import { useTheater } from '../../shared/desk/useDeskTheaters.ts';
import { useLater } from '../../shared/ui/useLater.ts';
import styles from './TheaterField.module.css';

export interface Theater {
  readonly id: string;
  readonly name: string;
  readonly city: string;
}

export interface TheaterFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly theaterId: string | undefined;
  readonly onChange: (theater: Theater | undefined) => void;
}

const offeredMax = '8';
const fullName = ({ name, city }: Theater): string => `${name}, ${city}`;

const useOffered = (q: string) =>
  useQuery({
    queryKey: ['theaters', 'field', q],
    enabled: q !== '',
    placeholderData: (before) => before,
    queryFn: async () => {
      const query = { q, limit: offeredMax };
      return (await dataOf(api.GET('/v1/theaters', { params: { query } }))).items;
    },
  });

/** The browser's own list of suggestions; a name that is one of them is chosen. */
export const TheaterField = ({ label, hint, theaterId, onChange }: TheaterFieldProps) => {
  const [listId, hintId] = [useId(), useId()];
  const [typed, setTyped] = useState<string>();
  const chosen = useTheater(theaterId ?? '').data;
  const offered = useOffered(useLater(typed ?? '').trim()).data ?? [];
  const type = (text: string): void => {
    setTyped(text);
    const found = offered.find((each) => fullName(each) === text);
    if (found !== undefined || text === '') onChange(found);
  };
  return (
    <label class={styles.field}>
      <span class={styles.label}>{label}</span>
      <input
        type="search"
        dir="auto"
        autoComplete="off"
        list={listId}
        aria-describedby={hintId}
        value={typed ?? (chosen === undefined ? '' : fullName(chosen))}
        onInput={({ currentTarget }) => type(currentTarget.value)}
      />
      <datalist id={listId}>
        {offered.map((theater) => (
          <option key={theater.id} value={fullName(theater)} />
        ))}
      </datalist>
      <span id={hintId} class={styles.hint}>
        {hint}
      </span>
    </label>
  );
};
