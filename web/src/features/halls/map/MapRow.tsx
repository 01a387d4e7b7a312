import { useStore } from '@nanostores/preact';
import type { Row } from '../drawing/Drawing.ts';
import type { Selection } from '../drawing/useSelection.ts';
import { messages } from '../messages.ts';
import { useTypeWords } from '../tools/useTypeWords.ts';
import styles from './HallMap.module.css';

export interface MapRowProps {
  readonly row: Row;
  readonly selection: Selection;
  readonly focused: string | undefined;
}

/** The row's name chooses all of its seats. */
export const MapRow = ({ row, selection, focused }: MapRowProps) => {
  const t = useStore(messages);
  const words = useTypeWords();
  return (
    <div role="row">
      <span
        role="rowheader"
        class={styles.row}
        style={{ '--y': row.seats[0]?.y ?? 0 }}
        title={t.chooseRow({ row: row.label })}
        data-row={row.id}
      >
        {row.label}
      </span>
      {row.seats.map(({ key, label, x, y, type, zone }) => (
        <span
          key={key}
          id={`seat ${key}`.replaceAll(' ', '-')}
          role="gridcell"
          data-seat={key}
          class={`${styles.seat} ${styles[type]} ${key === focused ? styles.focused : ''}`}
          style={{ '--x': x, '--y': y }}
          aria-selected={selection.keys.has(key)}
          aria-label={t.seat({ row: row.label, seat: label, type: words[type], zone: zone ?? '' })}
        >
          {label}
        </span>
      ))}
    </div>
  );
};
