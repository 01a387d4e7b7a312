import { machineLine } from '../report.ts';

/** One line of the table. */
export interface Measure {
  readonly what: string;
  readonly value: number;
  readonly unit: 'µs' | 'ms' | 's' | 'per second' | 'MB' | 'KB' | '';
  /** Before any of this was worked on, at 100,000 showtimes. */
  readonly before?: string;
  readonly must?: number;
  /** Whether less is better; by default it is. */
  readonly more?: boolean;
  readonly note?: string;
}

const shown = (value: number): string =>
  Math.abs(value) >= 100
    ? Math.round(value).toLocaleString('en')
    : value.toPrecision(3).replace(/\.?0+$/, '');

const verdict = ({ value, must, more = false }: Measure): string => {
  if (must === undefined) return '';
  return (more ? value >= must : value <= must) ? 'reached' : '**missed**';
};

const row = (measure: Measure): string => {
  const { what, value, unit, before = '', must, more = false, note } = measure;
  const goal = must === undefined ? '' : `${more ? '≥' : '≤'} ${shown(must)}`;
  const said = note === undefined ? what : `${what} (${note})`;
  return `| ${said} | ${`${shown(value)} ${unit}`.trim()} | ${before} | ${goal} | ${verdict(measure)} |`;
};

export const table = (measures: readonly Measure[]): string =>
  ['| | measured | before | must | |', '|---|---:|---:|---:|---|', ...measures.map(row)].join('\n');

export interface ScaleInfo {
  readonly command: string;
  readonly commit: string;
  readonly load: number;
  readonly postgres: string;
  readonly showtimes: number;
  readonly bookings: number;
  readonly events: number;
}

export const page = (measures: readonly Measure[], info: ScaleInfo): string => {
  const { command, commit, load, postgres, showtimes, bookings, events } = info;
  const count = (value: number): string => value.toLocaleString('en');
  return `# Benchmarks: many showtimes

Written by the run itself: \`${command}\`, ${new Date().toISOString().slice(0, 10)}, commit ${commit}.

Machine: ${machineLine(load, `Postgres ${postgres}`)}. Everything shares it, the callers included.

A log of ${count(showtimes)} showtimes and ${count(bookings)} bookings (${count(events)} events), made with the program's own deciders
(\`bench/scale\`), and the program as \`npm start\` runs it on that log: its own Postgres, all roles in one process; only the demo
catalog and the rate limit are off. Figures of questions are the 95th percentile of one client over HTTP, unless the line says
otherwise. *before* was measured at 100,000 showtimes, before the work on these figures began.

${table(measures)}
`;
};
