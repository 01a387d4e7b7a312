import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import styles from './Ops.module.css';

export interface PartProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

export const Part = ({ title, children }: PartProps) => {
  const titleId = useId();
  return (
    <section class={styles.part} aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      {children}
    </section>
  );
};
