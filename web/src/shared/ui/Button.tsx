import type { ComponentChildren } from 'preact';
import styles from './Button.module.css';

export type ButtonLook = 'main' | 'plain' | 'quiet';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly look?: ButtonLook;
  readonly type?: 'button' | 'submit';
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly wide?: boolean;
  readonly onClick?: () => void;
}

export const lookOf = (look: ButtonLook, wide: boolean): string =>
  [styles.button, styles[look], wide ? styles.wide : ''].join(' ');

/** A busy button keeps its focus, and does nothing. */
export const Button = (props: ButtonProps) => {
  const { children, look = 'main', type = 'button', busy = false, disabled = false, wide = false } = props;
  const click = (event: Event): void => {
    if (busy) event.preventDefault();
    else props.onClick?.();
  };
  return (
    <button type={type} class={lookOf(look, wide)} disabled={disabled} aria-disabled={busy} onClick={click}>
      {children}
    </button>
  );
};
