/**
 * Measures the audit: `npm run bench -- audit [--showtimes 15000] [--bookings 5] [--runs 3]`. The log is that of a scale run, made once
 * and kept in `--folder`. Says the rate of each run, from start to end, and that of the best.
 */
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { marqueeEnvironment } from '../marqueeEnvironment.ts';
import { scaleLog } from '../scale/scaleLog.ts';

const root = path.resolve(import.meta.dirname, '../..');
const mustPerSecond = 150_000;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    showtimes: { type: 'string', default: '15000' },
    bookings: { type: 'string', default: '5' },
    runs: { type: 'string', default: '3' },
    folder: { type: 'string', default: path.join(os.tmpdir(), 'marquee-scale') },
  },
});

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const audit = (dataDir: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const args = [path.join(root, 'src/cli/audit.ts'), '--quiet', '--data-dir', dataDir];
    const env = { ...process.env, ...marqueeEnvironment };
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(told) : reject(new Error(`the audit ended with ${code}: ${told}`)),
    );
  });

const size = { showtimes: Number(values.showtimes), bookingsOfShowtime: Number(values.bookings) };
const { dataDir } = await scaleLog(values.folder, size, { say, stops: [] });
const rates: number[] = [];
for (let run = 0; run < Number(values.runs); run += 1) {
  const told = await audit(dataDir);
  const [, rate = ''] = /events?, ([\d,]+) a second/.exec(told) ?? [];
  rates.push(Number(rate.replaceAll(',', '')));
  say(`${told.split('\n')[0]}; ${told.trimEnd().split('\n').at(-1)}`);
}
const best = Math.max(...rates);
process.stdout.write(
  `audit: ${best.toLocaleString('en')} events a second, at least ${mustPerSecond.toLocaleString('en')}: ${best >= mustPerSecond ? 'reached' : 'missed'}\n`,
);
