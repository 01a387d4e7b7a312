import { useStore } from '@nanostores/preact';
import styles from './Loading.module.css';
import { uiMessages } from './uiMessages.ts';

/** Shown only after a moment: what is quick does not flash. */
export const Loading = () => {
  const t = useStore(uiMessages);
  return (
    <p class={styles.loading} role="status">
      <span class={styles.dots} aria-hidden="true" />
      {t.loading}
    </p>
  );
};
