/**
 * `npm run bench -- [metric …]`: measures the program beside its peers in one run and prints the tables. Starts everything in a
 * temporary folder and leaves nothing behind. `--quick` is shorter, `--write` keeps the result in docs/benchmarks.md and
 * docs/benchmarks.json, `--profile` adds a profile of the program in P1, `--before <checkout>` compares with another checkout of it,
 * `--seats <count>` makes P17 smaller or larger.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Bench, openPeerPostgres } from './Bench.ts';
import { fullRun, quickRun } from './limits.ts';
import { chosenMetrics } from './metrics/metrics.ts';
import { profile } from './metrics/profile.ts';
import { writePage } from './page.ts';
import { type Measured, machineLine, section } from './report.ts';

const root = path.resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const { values, positionals } = parseArgs({
  args,
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    before: { type: 'string' },
    seats: { type: 'string', default: '200000' },
  },
});

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const stops: (() => Promise<unknown>)[] = [];
const stopAll = async (): Promise<void> => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

const run = async (): Promise<void> => {
  const load = os.loadavg()[0] ?? 0;
  const named = values.before === undefined ? positionals : ['before'];
  const metrics = chosenMetrics(named, values.quick);
  const wanted = values.profile ? [...metrics, profile] : metrics;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-bench-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const postgres = await openPeerPostgres(folder, stops);
  const limits = values.quick ? quickRun : fullRun;
  const bench: Bench = {
    folder,
    limits,
    stops,
    postgres,
    before: values.before,
    seats: Number(values.seats),
    say,
  };
  const measured: Measured[] = [];
  for (const metric of wanted) {
    const { id, title } = metric;
    const result = await metric.run(bench);
    measured.push({ metric: { id, title }, result });
    process.stdout.write(`${section({ metric, result })}\n`);
  }
  const machine = machineLine(load, `Postgres ${postgres.version}`);
  process.stdout.write(`${machine}\n`);
  if (!values.write) return;
  const git = ['rev-parse', '--short', 'HEAD'];
  const commit = execFileSync('git', git, { cwd: root, encoding: 'utf8' }).trim();
  const command = `npm run bench -- ${args.join(' ')}`;
  const date = new Date().toISOString().slice(0, 10);
  const info = { command, date, commit, machine, limits };
  await writePage(measured.map((each) => ({ ...each, run: info })));
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
