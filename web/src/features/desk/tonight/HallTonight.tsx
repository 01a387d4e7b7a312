import { useId } from 'preact/hooks';
import type { Standing } from './House.ts';
import { ShowCard } from './ShowCard.tsx';
import styles from './Tonight.module.css';

export const HallTonight = ({ standings }: { readonly standings: readonly Standing[] }) => {
  const titleId = useId();
  return (
    <section class={styles.hall} aria-labelledby={titleId}>
      <h2 id={titleId}>
        <bdi>{standings[0]?.show.hall.name}</bdi>
      </h2>
      <ul class={styles.shows}>
        {standings.map((standing) => (
          <li key={standing.show.id}>
            <ShowCard standing={standing} />
          </li>
        ))}
      </ul>
    </section>
  );
};
