import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { type ButtonLook, lookOf } from './Button.tsx';

export interface ButtonLinkProps {
  readonly to: string;
  readonly children: ComponentChildren;
  readonly look?: ButtonLook;
  readonly wide?: boolean;
}

export const ButtonLink = ({ to, children, look = 'main', wide = false }: ButtonLinkProps) => (
  <Link to={to} className={lookOf(look, wide)}>
    {children}
  </Link>
);
