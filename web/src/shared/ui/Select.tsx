import styles from './Field.module.css';

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

export const Select = <Value extends string>(props: SelectProps<Value>) => {
  const { label, hideLabel = false, options, value, onChange } = props;
  return (
    <label class={styles.field}>
      <span class={hideLabel ? 'unseen' : styles.label}>{label}</span>
      <select
        class={styles.input}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
};
