import type { ComponentChildren } from 'preact';
import styles from './Scrollable.module.css';

export interface ScrollableProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What is wider or higher than its place; the keyboard scrolls it too. */
export const Scrollable = ({ label, children }: ScrollableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus the keyboard could not scroll it
  <section class={styles.frame} tabIndex={0} aria-label={label}>
    {children}
  </section>
);
