/**
 * Measures the replay command on a log of about a million events: `npm run bench -- replay [--showtimes 17300]`. The log is made once
 * and kept in `--folder`. Processor time tells what the machine's other work cannot.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import { formats } from '../../src/cli/replay/request.ts';
import { marqueeEnvironment } from '../marqueeEnvironment.ts';
import { processorSecondsOf } from '../processorTime.ts';
import { type Measure, table } from '../scale/Measure.ts';
import { memoryOf, withDatabase } from '../scale/program.ts';
import { type ScaleLog, scaleLog } from '../scale/scaleLog.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** As `npm run replay` does. */
const [, ...command] = manifest.scripts.replay.split(' ');
const bookingsOfShowtime = 5;
const sampleMs = 25;
const perSecondMust = { ndjson: 150_000, parquet: 100_000, csv: undefined } as const;
const makeSecondsMust = 60;
const memoryMegabytesMust = 512;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    showtimes: { type: 'string', default: '17300' },
    folder: { type: 'string', default: path.join(os.tmpdir(), 'marquee-scale') },
  },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const stops: (() => Promise<unknown>)[] = [];
const stopAll = async (): Promise<void> => {
  for (const stop of stops.splice(0).reverse()) await stop();
};

interface Replayed {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakBytes: number;
}

const replayed = async (args: readonly string[]): Promise<Replayed> => {
  const begun = performance.now();
  const child = spawn(process.execPath, [...command, '--quiet', ...args], {
    cwd: root,
    env: { ...process.env, ...marqueeEnvironment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const pid = child.pid ?? 0;
  let [peakBytes, processorSeconds] = [0, 0];
  const sampler = setInterval(() => {
    try {
      peakBytes = Math.max(peakBytes, memoryOf(pid, 'VmHWM') || 0);
      processorSeconds = processorSecondsOf(pid) ?? processorSeconds;
    } catch {
      // It has ended.
    }
  }, sampleMs);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(sampler);
  if (code !== 0) throw new Error(`the replay ends with ${code}`);
  return { seconds: (performance.now() - begun) / 1_000, processorSeconds, peakBytes };
};

const measureFormats = async ({ dataDir, events }: ScaleLog, folder: string): Promise<readonly Measure[]> => {
  const run = (format: string, to: readonly string[]) => {
    const out = path.join(folder, `${format}-${to.length}`);
    return replayed(['--format', format, '--out', out, '--data-dir', dataDir, ...to]);
  };
  const measures: Measure[] = [];
  for (const format of formats) {
    const quarter = await run(format, ['--to', String(Math.round(events / 4))]);
    const whole = await run(format, []);
    const perSecond = { unit: 'per second', more: true } as const;
    const must = perSecondMust[format];
    const memory = { unit: 'MB', value: whole.peakBytes / 1e6, must: memoryMegabytesMust } as const;
    const made: readonly Measure[] = [
      {
        ...perSecond,
        what: `events to ${format}, with the start of the command`,
        value: events / whole.seconds,
        ...(must === undefined ? {} : { must }),
      },
      {
        ...perSecond,
        what: `events to ${format} per second of the command's processor time`,
        value: (0.75 * events) / (whole.processorSeconds - quarter.processorSeconds),
        note: 'of the last three quarters',
      },
      {
        ...memory,
        what: `peak memory, ${format}`,
        note: `${Math.round(quarter.peakBytes / 1e6)} MB for a quarter`,
      },
    ];
    say(table(made));
    measures.push(...made);
    await rm(path.join(folder, `${format}-0`), { recursive: true, force: true });
  }
  return measures;
};

const run = async (): Promise<void> => {
  const load = os.loadavg()[0] ?? 0;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-replay-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  const size = { showtimes: Number(values.showtimes), bookingsOfShowtime };
  const log = await scaleLog(values.folder, size, { say, stops });
  const making: Measure = { what: 'making the log', value: log.seconds, unit: 's', must: makeSecondsMust };
  const measures = await withDatabase(log, () => measureFormats(log, folder));
  process.stdout.write(`${table([{ ...making, note: `${log.events} events` }, ...measures])}\n`);
  process.stdout.write(
    `${os.cpus().length} × ${os.cpus()[0]?.model}, load ${load.toFixed(1)} before the run\n`,
  );
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
