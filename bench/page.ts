/** docs/benchmarks.md and docs/benchmarks.json: a run replaces the metrics that it measured and keeps the others. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { benchLimits } from './limits.ts';
import { metrics } from './metrics/metrics.ts';
import { peers } from './peers/peers.ts';
import { goalText, isMissed, type Measured, section, shownValue } from './report.ts';

const measureSchema = z.object({
  name: z.string(),
  // JSON knows no NaN: a figure that could not be measured.
  value: z
    .number()
    .nullable()
    .transform((value) => value ?? Number.NaN),
  spread: z
    .number()
    .nullish()
    .transform((value) => value ?? undefined),
  unit: z.enum(['ratio', 'per second', 'ms', 's', 'u', 'KiB', 'share', 'count', 'points']),
  must: z.number().optional(),
  aim: z.number().optional(),
  less: z.boolean().optional(),
});
const runSchema = z.object({
  command: z.string(),
  date: z.string(),
  commit: z.string(),
  machine: z.string(),
  limits: z.object({ rounds: z.number(), warmUpMs: z.number(), forMs: z.number() }),
});
const keptSchema = z.object({
  metric: z.object({ id: z.string(), title: z.string() }),
  result: z.object({ measures: z.array(measureSchema), notes: z.array(z.string()) }),
  run: runSchema,
});

export interface Kept extends Measured {
  readonly run: z.output<typeof runSchema>;
}

const docs = path.resolve(import.meta.dirname, '../docs');
const dataFile = path.join(docs, 'benchmarks.json');

const place = ({ metric }: Kept): number => metrics.findIndex(({ id }) => id === metric.id);

const runLine = ({ run: { command, date, commit, machine, limits } }: Kept): string => {
  const { rounds, warmUpMs, forMs } = limits;
  const lasted = `${rounds} × ${forMs / 1_000} s after ${warmUpMs / 1_000} s of warm-up`;
  return `<sub>\`${command}\`, ${date}, commit ${commit}; ${lasted}; ${machine}.</sub>\n`;
};

const verdicts = (kept: readonly Kept[]): string => {
  const all = kept.flatMap(({ metric, result }) =>
    result.measures.filter(({ must }) => must !== undefined).map((measure) => ({ metric, measure })),
  );
  const missed = all.filter(({ measure }) => isMissed(measure));
  const lines = missed.map(
    ({ metric, measure }) =>
      `- ${metric.id}, ${measure.name}: ${shownValue(measure)}, must be ${goalText(measure, measure.must)}`,
  );
  const profiled = kept.some(({ metric }) => metric.id === 'profile');
  const where = profiled ? '\n\nThe last section, a profile of P1, shows where the time goes.' : '';
  const reached = `${all.length - missed.length} of ${all.length} figures that must be reached are.`;
  return missed.length === 0 ? reached : `${reached} Not reached:\n\n${lines.join('\n')}${where}`;
};

export const page = (kept: readonly Kept[]): string => `# Benchmarks

Written by \`npm run bench -- --write\`; each section names the run that measured it. ${verdicts(kept)}

## What is measured

Everything shares one machine, the load generator included, so the ratios say more than the rates. Each subject is a server
in a process of its own, started afresh for each round with an empty database; the load generator (keep-alive connections of
raw HTTP, ${benchLimits.connections} of them where a metric names no other number) is another process. Subjects take turns in an order that moves on
each round; figures are medians, ± is the farthest round. After each round a checker compares every acknowledged hold with
who has the seat: a round that sold a seat twice or lost a hold scores zero. *u* is the processor time of one bare Fastify
POST of the same run.

- **M**: this program as \`npm start\` runs it: its own Postgres, all roles in one process, durable commits, a log line per
  request; only the demo catalog and the rate limit are off.
- **ML**: the same with limits and budgets on, asked in turn by a hundred thousand guests with a session and an address each.
- **M0**: its HTTP layer, hold route and deciders over a log in memory that answers at once; no read models, no database.
- **F0**: a bare Fastify route with a body schema, nothing behind it.
${Object.entries(peers)
  .map(([name, { title }]) => `- **${name}**: ${title}.`)
  .join('\n')}

The peers are in \`bench/peers\`, each behind the same Fastify route with the same seat rules. They are as fast as we could make
them; a change that makes one faster is welcome.

## Figures

${kept.map((each) => `${section(each)}\n${runLine(each)}`).join('\n')}`;

const keptBefore = async (): Promise<readonly Kept[]> => {
  const file = z.object({ measured: z.array(keptSchema) });
  const found = await readFile(dataFile, 'utf8').catch(() => undefined);
  return found === undefined ? [] : file.parse(JSON.parse(found)).measured;
};

export const writePage = async (measured: readonly Kept[]): Promise<void> => {
  const isOlder = (kept: Kept): boolean => !measured.some(({ metric }) => metric.id === kept.metric.id);
  const all = [...(await keptBefore()).filter(isOlder), ...measured].filter((kept) => place(kept) >= 0);
  all.sort((one, other) => place(one) - place(other));
  await writeFile(path.join(docs, 'benchmarks.md'), page(all));
  await writeFile(dataFile, `${JSON.stringify({ measured: all }, null, 2)}\n`);
};
