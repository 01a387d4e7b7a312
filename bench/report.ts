/** How a metric's result is shown. */
import os from 'node:os';
import type { Measure, Metric, MetricResult } from './metrics/Metric.ts';

export interface Measured {
  readonly metric: Pick<Metric, 'id' | 'title'>;
  readonly result: MetricResult;
}

const digits = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

export const shownValue = ({ value, unit, spread }: Measure): string => {
  const around = spread === undefined ? '' : ` ± ${Math.round(100 * spread)} %`;
  if (unit === 'share') return `${digits(100 * value)} %${around}`;
  return `${digits(value)} ${unit === 'ratio' ? '×' : unit}${around}`.replace(' count', '');
};

const reaches = ({ value, less = false }: Measure, goal: number): boolean =>
  less ? value <= goal : value >= goal;

/** Also true of a figure that could not be measured. */
export const isMissed = (measure: Measure): boolean =>
  measure.must !== undefined && !reaches(measure, measure.must);

const verdict = (measure: Measure): string => {
  if (measure.must === undefined) return '';
  if (isMissed(measure)) return '**missed**';
  return measure.aim !== undefined && reaches(measure, measure.aim) ? 'aim reached' : 'reached';
};

export const goalText = ({ less = false, unit }: Measure, goal: number | undefined): string => {
  if (goal === undefined) return '';
  return `${less ? '≤' : '≥'} ${unit === 'share' ? `${digits(100 * goal)} %` : digits(goal)}`;
};

const row = (measure: Measure): string => {
  const goals = [measure.must, measure.aim].map((goal) => goalText(measure, goal));
  return `| ${[measure.name, shownValue(measure), ...goals, verdict(measure)].join(' | ')} |`;
};

export const section = ({ metric, result }: Measured): string =>
  [
    `### ${metric.id}: ${metric.title}`,
    '',
    ...(result.measures.length === 0
      ? []
      : ['| | measured | must | aim | |', '|---|---:|---:|---:|---|', ...result.measures.map(row), '']),
    ...result.notes.flatMap((note) => [note, '']),
  ].join('\n');

export const machineLine = (load: number, postgres: string): string => {
  const cpus = os.cpus();
  const parts = [
    `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown CPU'}`,
    `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    `${os.type()} ${os.release()}`,
    `Node ${process.versions.node}`,
    postgres,
  ];
  return `${parts.join(', ')}; load ${load.toFixed(1)} before the run`;
};
