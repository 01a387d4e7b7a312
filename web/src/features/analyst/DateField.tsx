import styles from './DateField.module.css';

export interface DateFieldProps {
  readonly label: string;
  /** `2026-11-29`, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export const DateField = ({ label, value, onChange }: DateFieldProps) => (
  <label class={styles.field}>
    <span>{label}</span>
    <input type="date" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
  </label>
);
