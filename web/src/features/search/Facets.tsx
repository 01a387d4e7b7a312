import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { type FacetName, type Filters, facetNames, withFilter } from './Filters.ts';
import { messages } from './messages.ts';
import styles from './SearchPage.module.css';

type Counted = readonly { readonly value: string; readonly count: number }[];

export interface FacetsProps {
  readonly facets: Readonly<Partial<Record<FacetName, Counted>>> | undefined;
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

const valuesShown = 12;

export const Facets = ({ facets, filters, onChange }: FacetsProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const nameOf = (name: FacetName, value: string): string => {
    if (name === 'language') return format.language(value);
    return name === 'date' ? format.dayShort(`${value}T12:00:00Z`, 'UTC') : value;
  };
  const shown = facetNames.filter((name) => (facets?.[name]?.length ?? 0) > 1 || filters[name] !== undefined);
  if (shown.length === 0) return null;
  return (
    <section class={styles.facets} aria-label={t.filters}>
      {shown.map((name) => (
        <fieldset key={name}>
          <legend>{t[name]}</legend>
          {facets?.[name]?.slice(0, valuesShown).map(({ value, count }) => (
            <button
              key={value}
              type="button"
              aria-pressed={filters[name] === value}
              onClick={() => onChange(withFilter(filters, name, value))}
            >
              <bdi>{nameOf(name, value)}</bdi> <span class="figures">{format.number(count)}</span>
            </button>
          ))}
        </fieldset>
      ))}
    </section>
  );
};
