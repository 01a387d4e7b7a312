import { useStore } from '@nanostores/preact';
import { type Role, useMe } from '../../shared/session/useMe.ts';
import { SectionNav } from '../../shared/ui/SectionNav.tsx';
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
  const mine: readonly string[] = useMe().data?.roles ?? [];
  return (
    <SectionNav
      name={t.nav}
      pages={pages
        .filter(({ roles }) => roles.some((role) => mine.includes(role)))
        .map(({ to, label }) => ({ to, label: t[label] }))}
    />
  );
};
