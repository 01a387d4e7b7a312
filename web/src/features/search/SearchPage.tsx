import { useStore } from '@nanostores/preact';
import { useSearchParams } from 'wouter-preact';
import { Asked } from '../../shared/problems/Asked.tsx';
import { Button } from '../../shared/ui/Button.tsx';
import { uiMessages } from '../../shared/ui/uiMessages.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { Facets } from './Facets.tsx';
import { FilmsFound } from './FilmsFound.tsx';
import { type Filters, filtersIn } from './Filters.ts';
import { messages } from './messages.ts';
import { SearchField } from './SearchField.tsx';
import styles from './SearchPage.module.css';
import { TheatersFound } from './TheatersFound.tsx';
import { useFilms } from './useSearch.ts';

/** The search stands in the address, so that it can be sent on and comes back with the back button. */
export const SearchPage = () => {
  const t = useStore(messages);
  const ui = useStore(uiMessages);
  const [search, setSearch] = useSearchParams();
  const filters = filtersIn(search);
  const films = useFilms(filters);
  useTitle(t.title);
  const change = (next: Filters): void =>
    setSearch(new URLSearchParams(Object.entries(next)), { replace: true });
  return (
    <div class={styles.page}>
      <h1>{t.title}</h1>
      <SearchField
        value={filters.q ?? ''}
        onChange={({ q: _before, ...rest }, q) => change(q === '' ? rest : { ...rest, q })}
        filters={filters}
      />
      <TheatersFound q={filters.q} />
      <Asked query={films}>
        {({ pages }) => (
          <>
            <Facets facets={pages[0]?.facets} filters={filters} onChange={change} />
            <FilmsFound films={pages.flatMap(({ items }) => items)} />
            {films.hasNextPage && (
              <Button look="plain" busy={films.isFetchingNextPage} onClick={() => void films.fetchNextPage()}>
                {ui.more}
              </Button>
            )}
          </>
        )}
      </Asked>
    </div>
  );
};
