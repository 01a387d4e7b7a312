import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { formats } from '../../../shared/format/formats.ts';
import { holdMessages } from '../../../shared/holds/holdMessages.ts';
import { Table } from '../../../shared/ui/Table.tsx';
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
  const isFigure = (column: Column): boolean =>
    rows.some((row) => isMoney(cellOf(row, column)) || typeof cellOf(row, column) === 'number');
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
    <Table
      label={t.reports}
      rows={rows}
      keyOf={(_row, index) => index}
      columns={columnsOf(rows).map((column) => ({
        name: t[`column-${column}`],
        cell: (row: ReportRow) => cell(row, column),
        isFigure: isFigure(column),
      }))}
    />
  );
};
