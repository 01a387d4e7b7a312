import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../../../shared/format/formats.ts';
import { Scrollable } from '../../../shared/ui/Scrollable.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';
import { measureWords } from './measureWords.ts';
import type { Grouping } from './ReportQuestion.ts';
import { cellOf, columnsOf, isMoney, type ReportRow } from './reportRows.ts';

export interface ReportTableProps {
  readonly rows: readonly ReportRow[];
  readonly by: Grouping;
}

export const ReportTable = ({ rows, by }: ReportTableProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const instant = useInstants();
  const columns = columnsOf(rows);
  const isFigure = (column: string): boolean =>
    rows.some((row) => isMoney(cellOf(row, column)) || typeof cellOf(row, column) === 'number');
  const figures = new Set(columns.filter(isFigure));
  const say = (value: unknown, column: string): string => {
    if (isMoney(value)) return format.money(value);
    if (typeof value === 'number') return format.number(value);
    return column === 'startsAt' ? instant(String(value)) : String(value ?? '');
  };
  const cell = (row: ReportRow, column: string) => {
    const text = say(cellOf(row, column), column);
    const { showtimeId } = row;
    return by === 'showtime' && column === 'startsAt' && showtimeId !== undefined ? (
      <Link to={`/log/shows/${showtimeId}`}>{text}</Link>
    ) : (
      text
    );
  };
  return (
    <Scrollable label={t.reports}>
      <table class={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" class={figures.has(column) ? styles.number : undefined}>
                {measureWords(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column) => (
                <td key={column} class={figures.has(column) ? styles.number : undefined}>
                  {cell(row, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
};
