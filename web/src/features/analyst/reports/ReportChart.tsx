import { useStore } from '@nanostores/preact';
import { useMemo } from 'preact/hooks';
import { Chart } from '../../../shared/charts/Chart.tsx';
import { formats } from '../../../shared/format/formats.ts';
import { messages } from '../messages.ts';
import { BarList } from './BarList.tsx';
import type { ReportQuestion } from './ReportQuestion.ts';
import { cellOf, isMoney, type ReportRow, summed } from './reportRows.ts';

export interface ReportChartProps {
  readonly question: ReportQuestion;
  readonly rows: readonly ReportRow[];
  readonly currency: string | undefined;
}

/** Over time where rows are days or hours, else the greatest of them. */
export const ReportChart = ({ question: { report, by, measure }, rows, currency }: ReportChartProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const groups = useMemo(() => summed(rows, measure), [rows, measure]);
  const data = useMemo(() => [groups.map((_, index) => index), groups.map(([, value]) => value)], [groups]);
  const [row] = rows;
  const hasMoney = currency !== undefined && row !== undefined && isMoney(cellOf(row, measure));
  const say = (value: number): string =>
    hasMoney ? format.money({ amount: Math.round(value), currency }) : format.number(value);
  const name = t[`column-${measure}`] + (hasMoney ? ` (${currency})` : '');
  const label = t.chartOf({ measure: name, report: t[report] });
  if (by !== 'business-date' && by !== 'hour') return <BarList label={label} items={groups} say={say} />;
  const shown = by === 'hour' ? 'T12:34'.length + 10 : 10;
  return (
    <Chart
      label={label}
      data={data}
      lines={[{ label: name, ink: 'accent', shape: 'bars' }]}
      xLabel={t[`by-${by}`]}
      xText={(x) => groups[x]?.[0].slice(0, shown).replace('T', ' ') ?? ''}
      yText={say}
    />
  );
};
