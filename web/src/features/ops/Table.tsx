import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { Scrollable } from '../../shared/ui/Scrollable.tsx';
import { messages } from './messages.ts';
import styles from './Ops.module.css';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isFigure?: boolean;
}

export interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly isBad?: (row: Row) => boolean;
}

export const Table = <Row,>({ label, columns, rows, keyOf, isBad }: TableProps<Row>) => {
  const t = useStore(messages);
  return (
    <Scrollable label={t.table({ of: label })}>
      <table class={styles.table}>
        <thead>
          <tr>
            {columns.map(({ name, isFigure }) => (
              <th key={name} scope="col" class={isFigure ? styles.figure : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} class={isBad?.(row) ? styles.bad : undefined}>
              {columns.map(({ name, cell, isFigure }) => (
                <td key={name} class={isFigure ? styles.figure : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
};
