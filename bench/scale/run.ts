/**
 * Measures the program on a log of many showtimes: `npm run bench -- scale [--showtimes 100000] [--bookings 5]`, bookings
 * of each showtime. The log is made once and kept in `--folder`; runs add to it. `--write` keeps the table as
 * docs/benchmarks-scale.md and docs/benchmarks-scale.json; `--only rebuild,alone,…` measures parts of it, `--profile <folder>` leaves
 * profiles of the program.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { awaitChecked } from './awaitChecked.ts';
import { askAlone, browseTogether } from './browsing.ts';
import { expireTogether, holdCold, makeLongStream } from './holding.ts';
import { readLog } from './logReading.ts';
import { type Measure, page, table } from './Measure.ts';
import { askElasticsearch } from './onElasticsearch.ts';
import { memoryOf, type Program, startProgram, withDatabase } from './program.ts';
import { rebuildAll } from './rebuild.ts';
import { firstDayMs, scaleLog } from './scaleLog.ts';
import { planTimetable } from './timetable.ts';

const root = path.resolve(import.meta.dirname, '../..');
const parts = ['rebuild', 'restart', 'alone', 'together', 'log', 'expire', 'elasticsearch'] as const;
type Part = (typeof parts)[number];

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    showtimes: { type: 'string', default: '100000' },
    bookings: { type: 'string', default: '5' },
    folder: { type: 'string', default: path.join(os.tmpdir(), 'marquee-scale') },
    only: { type: 'string', default: parts.join(',') },
    profile: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const numberIn = (name: 'showtimes' | 'bookings', max: number): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`--${name} is a number from 1 to ${max}`);
};
const showtimes = numberIn('showtimes', 1_000_000);
const bookingsOfShowtime = numberIn('bookings', 10);
const only = new Set(values.only.split(','));
const wants = (part: Part): boolean => only.has(part);

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const stops: (() => Promise<unknown>)[] = [];
const stopAll = async (): Promise<void> => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

const restart = async (
  program: Program,
  start: () => Promise<Program>,
): Promise<{ readonly program: Program; readonly measures: readonly Measure[] }> => {
  await program.stop();
  const again = await start();
  return {
    program: again,
    measures: [
      {
        what: 'restart, until it is ready',
        value: again.readyAfterMs / 1_000,
        unit: 's',
        before: '1.4',
        must: 2,
      },
      {
        what: 'its memory then',
        value: memoryOf(again.pid, 'VmRSS') / 1e6,
        unit: 'MB',
        before: '270',
        must: 350,
      },
    ],
  };
};

const run = async (): Promise<void> => {
  const load = os.loadavg()[0] ?? 0;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-scale-run-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const log = await scaleLog(values.folder, { showtimes, bookingsOfShowtime }, { say, stops });
  const bench = { dataDir: log.dataDir, folder, profileFolder: values.profile, stops, say };
  const bookings = showtimes * bookingsOfShowtime;
  const timetable = await planTimetable(showtimes, firstDayMs(log));
  const measures: Measure[] = [
    {
      what: 'making the log',
      value: log.events / log.seconds,
      unit: 'per second',
      must: 40_000,
      more: true,
      note: 'events',
    },
  ];
  const add = (...made: readonly Measure[]): void => {
    measures.push(...made);
    say(table(made));
  };
  const postgres = await withDatabase(bench, async (query) =>
    String((await query('SHOW server_version'))[0]?.server_version),
  );
  let program: Program;
  if (wants('rebuild')) {
    const rebuilt = await rebuildAll(bench, { events: log.events, showtimes, bookings });
    add(...rebuilt.measures);
    program = rebuilt.program;
  } else program = await startProgram(bench);
  add(await awaitChecked(program, log.events));
  if (wants('restart')) {
    const long = await makeLongStream(program, timetable, say);
    const restarted = await restart(program, () => startProgram(bench));
    add(...restarted.measures);
    program = restarted.program;
    add(await holdCold(program, long));
    await awaitChecked(program, log.events);
  }
  if (wants('alone')) add(...(await askAlone(bench, program, timetable, showtimes)));
  if (wants('together')) add(...(await browseTogether(program, timetable, showtimes)));
  if (wants('log')) add(...(await readLog(program)));
  if (wants('expire')) add(await expireTogether(bench, program, timetable, showtimes));
  await program.stop();
  if (wants('elasticsearch')) add(...(await askElasticsearch(bench, timetable, showtimes)));
  const git = ['rev-parse', '--short', 'HEAD'];
  const commit = execFileSync('git', git, { cwd: root, encoding: 'utf8' }).trim();
  const command = ['npm run bench -- scale', ...process.argv.slice(3)].join(' ');
  const info = { command, commit, load, postgres, showtimes, bookings, events: log.events };
  process.stdout.write(`${table(measures)}\n`);
  if (!values.write) return;
  await writeFile(path.join(root, 'docs/benchmarks-scale.md'), page(measures, info));
  const json = `${JSON.stringify({ ...info, measures }, null, 2)}\n`;
  await writeFile(path.join(root, 'docs/benchmarks-scale.json'), json);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(1)));
}

try {
  await run();
} catch (error) {
  say(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
