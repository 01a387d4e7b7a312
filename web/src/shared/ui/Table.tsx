import type { ComponentChildren } from 'preact';
import { Scrollable } from './Scrollable.tsx';
import styles from './Table.module.css';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isFigure?: boolean;
}

export interface TableProps<Row> {
  /** For the place that it scrolls in. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, index: number) => string | number;
  readonly isBad?: (row: Row) => boolean;
}

export const Table = <Row,>({ label, columns, rows, keyOf, isBad }: TableProps<Row>) => (
  <Scrollable label={label}>
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
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)} class={isBad?.(row) ? styles.bad : undefined}>
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
