/** The page of figures, written by the run that made them. */
import os from 'node:os';
import { benchLimits, type RunLimits } from './limits.ts';
import type { Measure, Metric, MetricResult } from './metrics/Metric.ts';
import { peers } from './peers/peers.ts';

export interface Reported {
  readonly metric: Pick<Metric, 'id' | 'title'>;
  readonly result: MetricResult;
}

const digits = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3).replace(/\.?0+$/, '');

const reaches = ({ value, less = false }: Measure, goal: number): boolean =>
  less ? value <= goal : value >= goal;

const verdict = (measure: Measure): string => {
  if (measure.must === undefined) return '';
  if (!reaches(measure, measure.must)) return '**missed**';
  return measure.aim !== undefined && reaches(measure, measure.aim) ? 'aim reached' : 'reached';
};

const goalText = ({ less = false }: Measure, goal: number | undefined): string =>
  goal === undefined ? '' : `${less ? '≤' : '≥'} ${digits(goal)}`;

const row = (measure: Measure): string => {
  const { name, value, unit, spread, must, aim } = measure;
  const around = spread === undefined ? '' : ` ± ${Math.round(100 * spread)} %`;
  const cells = [
    name,
    `${digits(value)} ${unit === 'ratio' ? '×' : unit}${around}`,
    goalText(measure, must),
    goalText(measure, aim),
    verdict(measure),
  ];
  return `| ${cells.join(' | ')} |`;
};

export const section = ({ metric, result }: Reported): string =>
  [
    `### ${metric.id}: ${metric.title}`,
    '',
    '| | measured | must | aim | |',
    '|---|---:|---:|---:|---|',
    ...result.measures.map(row),
    ...result.notes.map((note) => `\n${note}`),
    '',
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

export interface RunInfo {
  readonly machine: string;
  readonly commit: string;
  readonly command: string;
  readonly limits: RunLimits;
}

export const page = (
  reported: readonly Reported[],
  { machine, commit, command, limits }: RunInfo,
): string => `# Benchmarks

Written by the run itself: \`${command}\`, ${new Date().toISOString().slice(0, 10)}, commit ${commit}.

Machine: ${machine}. Everything shares it, the load generator included, so the ratios say more than the rates.

Each subject is a server in a process of its own, started afresh for each round with an empty database; the load
generator (keep-alive connections of raw HTTP, ${benchLimits.connections} of them) is another process. ${limits.rounds} rounds of ${limits.forMs / 1_000} s after ${limits.warmUpMs / 1_000} s
of warm-up; subjects take turns in an order that moves on each round; figures are medians, ± is the farthest round.
After each round a checker compares every acknowledged hold with who has the seat: a round that sold a seat twice or lost a
hold scores zero. *u* is the processor time of one bare Fastify POST of the same run.

- **M**: this program as \`npm start\` runs it: its own Postgres, all roles in one process, durable commits, a log line per
  request; only the demo catalog and the rate limit are off.
- **M0**: its HTTP layer, hold route and deciders over a log in memory that answers at once; no read models, no database.
- **F0**: a bare Fastify route with a body schema, nothing behind it.
${Object.entries(peers)
  .map(([name, { title }]) => `- **${name}**: ${title}.`)
  .join('\n')}

The peers are in \`bench/peers\`, each behind the same Fastify route with the same seat rules. They are as fast as we could make
them; a change that makes one faster is welcome.

${reported.map(section).join('\n')}`;
