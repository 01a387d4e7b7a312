import { useId } from 'preact/hooks';
import styles from './Field.module.css';

export interface FieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'email' | 'tel' | 'search' | 'password' | 'date' | 'time' | 'number';
  readonly min?: string;
  readonly max?: string;
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'email' | 'tel' | 'numeric' | 'search';
  readonly required?: boolean;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly placeholder?: string;
  /** The id of the form that it is of, where it stands outside of it. */
  readonly form?: string;
}

export const Field = ({ label, onInput, hint, fault, type = 'text', ...rest }: FieldProps) => {
  const noteId = useId();
  const note = fault ?? hint;
  return (
    <label class={styles.field}>
      <span class={styles.label}>{label}</span>
      <input
        {...rest}
        type={type}
        class={styles.input}
        aria-invalid={fault !== undefined}
        aria-describedby={note === undefined ? undefined : noteId}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      {note !== undefined && (
        <span id={noteId} class={fault === undefined ? styles.hint : styles.fault}>
          {note}
        </span>
      )}
    </label>
  );
};
