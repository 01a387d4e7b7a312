import { useStore } from '@nanostores/preact';
import { Link, useLocation } from 'wouter-preact';
import { type Role, useMe } from '../../shared/session/useMe.ts';
import styles from './Analyst.module.css';
import { messages } from './messages.ts';

const pages = [
  { to: '/log', label: 'events', roles: ['analyst', 'admin'] },
  { to: '/log/reports', label: 'reports', roles: ['analyst', 'admin', 'staff'] },
  { to: '/log/shows', label: 'shows', roles: ['analyst', 'admin'] },
] as const satisfies readonly {
  readonly to: string;
  readonly label: string;
  readonly roles: readonly Role[];
}[];

export const AnalystNav = () => {
  const t = useStore(messages);
  const [path] = useLocation();
  const mine: readonly string[] = useMe().data?.roles ?? [];
  return (
    <nav class={styles.nav} aria-label={t.nav}>
      {pages
        .filter(({ roles }) => roles.some((role) => mine.includes(role)))
        .map(({ to, label }) => (
          <Link key={to} to={to} aria-current={path === to ? 'page' : undefined}>
            {t[label]}
          </Link>
        ))}
    </nav>
  );
};
