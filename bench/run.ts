/**
 * Measures the program beside its peers in one run and prints the table; `--write` keeps it as docs/benchmarks.md and
 * docs/benchmarks.json; `--before <checkout>` compares it with another checkout of itself. Starts everything itself in a temporary folder and leaves nothing behind.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, openPeerPostgres } from './Bench.ts';
import { fullRun, quickRun } from './limits.ts';
import { before } from './metrics/before.ts';
import { p2, p3, p14 } from './metrics/crowding.ts';
import type { Metric } from './metrics/Metric.ts';
import { p10, p11 } from './metrics/reading.ts';
import { p1, p1b, p1c, p6, p7 } from './metrics/stampede.ts';
import { machineLine, page, type Reported, section } from './report.ts';

const root = path.resolve(import.meta.dirname, '..');
const metrics: readonly Metric[] = [p1, p1b, p1c, p2, p3, p6, p7, p10, p11, p14];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string' },
    before: { type: 'string' },
  },
});

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const chosen = (): readonly Metric[] => {
  if (values.before !== undefined) return [before];
  if (values.only === undefined) return metrics.filter(({ quick }) => quick || !values.quick);
  const ids = values.only.split(',');
  const unknown = ids.filter((id) => !metrics.some((metric) => metric.id === id));
  if (unknown.length > 0) {
    throw new Error(`--only: ${unknown.join(', ')} is none of ${metrics.map(({ id }) => id).join(', ')}`);
  }
  return metrics.filter(({ id }) => ids.includes(id));
};

const stops: (() => Promise<unknown>)[] = [];
const stopAll = async (): Promise<void> => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

/** emmett's dependencies do not fit beside the program's: it has a lock file of its own. */
const installEmmett = (): void => {
  const folder = path.join(root, 'bench/peers/emmett');
  if (existsSync(path.join(folder, 'node_modules'))) return;
  say('installing emmett for the comparison');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
};

const run = async (): Promise<void> => {
  const load = os.loadavg()[0] ?? 0;
  const wanted = chosen();
  if (wanted.includes(p1)) installEmmett();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-bench-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const postgres = await openPeerPostgres(folder, stops);
  const limits = values.quick ? quickRun : fullRun;
  const bench: Bench = { folder, limits, stops, postgres, before: values.before, say };
  const reported: Reported[] = [];
  for (const metric of wanted) {
    const result = await metric.run(bench);
    reported.push({ metric: { id: metric.id, title: metric.title }, result });
    process.stdout.write(`${section({ metric, result })}\n`);
  }
  const machine = machineLine(load, `Postgres ${postgres.version}`);
  process.stdout.write(`${machine}\n`);
  if (!values.write) return;
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const command = `npm run bench --${values.quick ? ' --quick' : ''}${values.only === undefined ? '' : ` --only ${values.only}`} --write`;
  const info = { machine, commit, command, limits };
  await writeFile(path.join(root, 'docs', 'benchmarks.md'), page(reported, info));
  await writeFile(
    path.join(root, 'docs', 'benchmarks.json'),
    `${JSON.stringify({ ...info, reported }, null, 2)}\n`,
  );
  say('written: docs/benchmarks.md, docs/benchmarks.json');
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}

try {
  await run();
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
