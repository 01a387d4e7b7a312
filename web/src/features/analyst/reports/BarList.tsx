import { useStore } from '@nanostores/preact';
import { messages } from '../messages.ts';
import styles from './BarList.module.css';

export interface BarListProps {
  readonly label: string;
  readonly items: readonly (readonly [string, number])[];
  readonly say: (value: number) => string;
}

const barsMax = 15;

/** The greatest first. */
export const BarList = ({ label, items, say }: BarListProps) => {
  const t = useStore(messages);
  const sorted = items.toSorted(([, one], [, other]) => other - one);
  const shown = sorted.slice(0, barsMax);
  const rest = sorted.slice(barsMax).reduce((sum, [, value]) => sum + value, 0);
  const most = Math.max(1, ...shown.map(([, value]) => value));
  return (
    <figure class={styles.list} aria-label={label}>
      {shown.map(([name, value]) => (
        <div key={name} class={styles.row}>
          <span class={styles.name}>
            <bdi>{name}</bdi>
          </span>
          <svg class={styles.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect width={Math.max(0, (100 * value) / most)} height="10" />
          </svg>
          <span class="figures">{say(value)}</span>
        </div>
      ))}
      {sorted.length > barsMax && (
        <p class="soft">
          {t.others}: {say(rest)}
        </p>
      )}
    </figure>
  );
};
