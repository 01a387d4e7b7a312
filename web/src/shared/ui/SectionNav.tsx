import { Link, useLocation } from 'wouter-preact';
import styles from './SectionNav.module.css';

export interface SectionNavProps {
  readonly name: string;
  readonly pages: readonly { readonly to: string; readonly label: string }[];
}

/** The pages of one part of the program, above each of them. */
export const SectionNav = ({ name, pages }: SectionNavProps) => {
  const [path] = useLocation();
  return (
    <nav class={styles.nav} aria-label={name}>
      {pages.map(({ to, label }) => (
        <Link key={to} to={to} aria-current={path === to ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
};
