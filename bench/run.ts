/**
 * Measures the program beside a bare server in one run and prints a table; `--write` keeps it as
 * docs/benchmarks.md. Starts everything itself in a temporary folder and leaves nothing behind.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import pino from 'pino';
import { startEmbeddedPostgres } from '../src/adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { type ChildServer, startChildServer } from './childServer.ts';
import { measureEventStore } from './eventStoreRows.ts';
import { type HttpRow, type HttpRowName, httpRowNames, httpRows } from './httpRows.ts';
import { benchLimits } from './limits.ts';
import { marqueeEnvironment } from './marqueeEnvironment.ts';
import { figuresOf, type Measured, measureRow } from './measure.ts';
import { machineLine, page, type ReportRow, table } from './report.ts';
import { buildStage } from './stage.ts';

const root = path.resolve(import.meta.dirname, '..');
const command = 'npm run bench -- --write';

interface Options {
  readonly write: boolean;
  readonly only: readonly string[];
  /** A folder for a CPU profile of the program. */
  readonly cpuProfile: string | undefined;
}

const readOptions = (): Options => {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean', default: false },
      only: { type: 'string', default: [...httpRowNames, 'store'].join(',') },
      'cpu-prof': { type: 'string' },
    },
  });
  const only = values.only.split(',');
  const unknown = only.filter((name) => name !== 'store' && !httpRowNames.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Error(`--only: ${unknown.join(', ')} is none of ${httpRowNames.join(', ')}, store`);
  }
  if (values.write && only.length <= httpRowNames.length) throw new Error('--write: not with --only');
  return { write: values.write, only, cpuProfile: values['cpu-prof'] };
};

/** What was started, to be taken down last first. */
const stops: (() => Promise<unknown>)[] = [];
const stopAll = async (): Promise<void> => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const startMarquee = (folder: string, cpuProfile: string | undefined): Promise<ChildServer> =>
  startChildServer(
    {
      script: 'src/main.ts',
      args: ['--host', '127.0.0.1', '--data-dir', path.join(folder, 'data')],
      nodeArgs: cpuProfile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(cpuProfile)}`],
      env: marqueeEnvironment,
      logFile: path.join(folder, 'marquee.log'),
    },
    stops,
  );

const adminToken = async (folder: string): Promise<string> => {
  const args = [
    path.join(root, 'src/cli/token.ts'),
    '--role',
    'admin',
    '--data-dir',
    path.join(folder, 'data'),
  ];
  const env = { ...process.env, ...marqueeEnvironment };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env });
  return stdout.trim();
};

/** Warm-up, then rounds in which the rows take turns. */
const measureRows = async (rows: readonly HttpRow[]): Promise<readonly ReportRow[]> => {
  const measured = new Map<HttpRowName, Measured[]>(rows.map(({ name }) => [name, []]));
  for (const row of rows) await measureRow(row, benchLimits.warmUpSeconds);
  for (let round = 1; round <= benchLimits.rounds; round += 1) {
    for (const row of rows) {
      say(`round ${round} of ${benchLimits.rounds}: ${row.title}`);
      measured.get(row.name)?.push(await measureRow(row, benchLimits.roundSeconds));
    }
  }
  const figures = rows.map(({ name, title }) => ({ name, title, ...figuresOf(measured.get(name) ?? []) }));
  const bare = figures.find(({ name }) => name === 'bare');
  return figures.map((row) => ({ ...row, ...(bare && { ratio: row.perSecond / bare.perSecond }) }));
};

const measureHttp = async (folder: string, { only, cpuProfile }: Options): Promise<readonly ReportRow[]> => {
  if (!httpRowNames.some((name) => only.includes(name))) return [];
  say('starting the servers and building a cinema');
  const bare = await startChildServer(
    { script: 'bench/bareServer.ts', logFile: path.join(folder, 'bare.log') },
    stops,
  );
  const marquee = await startMarquee(folder, cpuProfile);
  const stage = await buildStage(marquee.address, await adminToken(folder));
  const rows = httpRows(marquee, bare, stage).filter(({ name }) => only.includes(name));
  const measured = await measureRows(rows);
  await marquee.stop();
  return measured;
};

const measureStore = async (folder: string, { only }: Options) => {
  if (!only.includes('store')) return { rows: [], server: 'Postgres' };
  say('the event store alone');
  const dataDir = path.join(folder, 'data', 'postgres');
  const starting = startEmbeddedPostgres({ dataDir, logger: pino({ level: 'silent' }) });
  stops.push(async () => {
    const started = await starting.catch(() => undefined);
    await started?.stop();
  });
  return measureEventStore((await starting).connectionString);
};

const run = async (options: Options): Promise<void> => {
  const load = os.loadavg()[0] ?? 0;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-bench-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const http = await measureHttp(folder, options);
  const store = await measureStore(folder, options);
  const rows = [...http, ...store.rows];
  const machine = machineLine(load, store.server);
  process.stdout.write(`${machine}\n\n${table(rows)}\n`);
  if (!options.write) return;
  await writeFile(path.join(root, 'docs', 'benchmarks.md'), page(rows, machine, command));
  say('written: docs/benchmarks.md');
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}

try {
  await run(readOptions());
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
