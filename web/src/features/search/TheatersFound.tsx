import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { messages } from './messages.ts';
import styles from './SearchPage.module.css';
import { useTheatersFound } from './useSearch.ts';

export const TheatersFound = ({ q }: { readonly q: string | undefined }) => {
  const t = useStore(messages);
  const { data: theaters = [] } = useTheatersFound(q);
  if (theaters.length === 0) return null;
  return (
    <section>
      <h2 class={styles.small}>{t.cinemas}</h2>
      <ul class={styles.theaters}>
        {theaters.map(({ id, name, city }) => (
          <li key={id}>
            <Link to={`/theaters/${id}`}>
              <bdi>{name}</bdi>
            </Link>{' '}
            <span class="soft">
              <bdi>{city}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
