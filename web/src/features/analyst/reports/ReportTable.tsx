import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../../../shared/format/formats.ts';
import { holdMessages } from '../../../shared/holds/holdMessages.ts';
import { Scrollable } from '../../../shared/ui/Scrollable.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';
import type { Grouping } from './ReportQuestion.ts';
import { type Column, cellOf, columnsOf, isMoney, type ReportRow } from './reportRows.ts';

export interface ReportTableProps {
  readonly rows: readonly ReportRow[];
  readonly by: Grouping;
}

export const ReportTable = ({ rows, by }: ReportTableProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const instant = useInstants();
  const types = { ...useStore(holdMessages), any: t.anySeat, mixed: t.mixedSeats };
  const columns = columnsOf(rows);
  const isFigure = (column: Column): boolean =>
    rows.some((row) => isMoney(cellOf(row, column)) || typeof cellOf(row, column) === 'number');
  const figures = new Set(columns.filter(isFigure));
  const say = (row: ReportRow, column: Column): string => {
    const value = cellOf(row, column);
    if (isMoney(value)) return format.money(value);
    if (typeof value === 'number') return format.number(value);
    if ('refusals' in row && column === 'reason') return t[`refused-${row.reason}`];
    if ('refusals' in row && column === 'seatType') return types[row.seatType];
    return column === 'startsAt' ? instant(String(value)) : String(value ?? '');
  };
  const cell = (row: ReportRow, column: Column) => {
    const text = <bdi>{say(row, column)}</bdi>;
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
                {t[`column-${column}`]}
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
