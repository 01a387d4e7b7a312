import type { ComponentChildren } from 'preact';
import styles from './Notice.module.css';

export interface NoticeProps {
  readonly title: ComponentChildren;
  readonly tone?: 'plain' | 'bad' | 'good';
  readonly level?: 1 | 2;
  readonly children?: ComponentChildren;
}

/** A message that stands for itself; a bad one is read out at once. */
export const Notice = ({ title, tone = 'plain', level = 2, children }: NoticeProps) => {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <section class={`${styles.notice} ${styles[tone]}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Heading class={styles.title}>{title}</Heading>
      {children}
    </section>
  );
};
