import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { LanguageChoice } from './LanguageChoice.tsx';
import { messages } from './messages.ts';
import styles from './Shell.module.css';
import { usePageChange } from './usePageChange.ts';

export const Shell = ({ children }: { readonly children: ComponentChildren }) => {
  const t = useStore(messages);
  const main = usePageChange();
  return (
    <div class={styles.shell}>
      <a class={styles.skip} href="#content">
        {t.skip}
      </a>
      <header class={styles.header}>
        <Link to="/" className={styles.brand}>
          Marquee
        </Link>
        <nav class={styles.nav}>
          <Link to="/search">{t.search}</Link>
          <Link to="/bookings">{t.bookings}</Link>
        </nav>
      </header>
      <main id="content" class={styles.main} ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer class={styles.footer}>
        <p>{t.proof}</p>
        <p class={styles.links}>
          <Link to="/desk">{t.staff}</Link>
          <a href="/docs">{t.api}</a>
          <LanguageChoice />
        </p>
      </footer>
    </div>
  );
};
