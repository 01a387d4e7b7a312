import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import { StaffArea } from '../session/StaffArea.tsx';
import styles from './DeskFrame.module.css';
import { deskNavMessages } from './deskNavMessages.ts';
import { deskPages } from './deskPages.ts';

/** Every page of the desk: for staff only, with the desk's navigation above it. */
export const DeskFrame = ({ children }: { readonly children: ComponentChildren }) => {
  const t = useStore(deskNavMessages);
  const [path] = useLocation();
  return (
    <StaffArea roles={['staff', 'admin']}>
      <nav class={styles.nav} aria-label={t.name}>
        {deskPages.map(({ to, label }) => (
          <Link key={to} to={to} aria-current={path === to ? 'page' : undefined}>
            {t[label]}
          </Link>
        ))}
      </nav>
      <div class={styles.content}>{children}</div>
    </StaffArea>
  );
};
