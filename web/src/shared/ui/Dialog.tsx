import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import styles from './Dialog.module.css';
import { uiMessages } from './uiMessages.ts';

export interface DialogProps {
  readonly title: ComponentChildren;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** The browser's own modal dialog: it keeps the focus inside, and Escape closes it. */
export const Dialog = ({ title, open, onClose, children }: DialogProps) => {
  const t = useStore(uiMessages);
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class={styles.dialog} aria-labelledby={titleId} onClose={onClose}>
      {open && (
        <div class={styles.content}>
          <header class={styles.head}>
            <h2 id={titleId}>{title}</h2>
            <button type="button" class={styles.close} aria-label={t.close} onClick={onClose}>
              ×
            </button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
};
