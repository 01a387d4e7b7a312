/** The replay command: killed at any time it goes on, and its output is that of a run that was not killed. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckdb } from '../../src/adapters/duckdb/openDuckdb.ts';
import { manifestSchema } from '../../src/cli/replay/manifest.ts';
import { childEnvironment } from '../support/childEnvironment.ts';
import { eventually } from '../support/eventually.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { fillLog } from './support/authoredLog.ts';
import { startCommand } from './support/command.ts';

const showtimes = 40;

let postgres: TestPostgres;
let folder: string;
let env: Readonly<Record<string, string>>;
let events: number;

beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-replay-'));
  const DATABASE_URL = await postgres.createDatabase();
  env = {
    DATABASE_URL,
    EVENT_LOG: 'postgres',
    MARQUEE_SECRET: randomBytes(32).toString('hex'),
    DATA_DIR: folder,
  };
  events = await fillLog(DATABASE_URL, showtimes);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
});

const replay = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  startCommand('replay', args, { ...env, ...more });
const done = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const ended = await replay(args, more).ended;
  expect(ended).toEqual({ code: 0, stdout: ended.stdout, stderr: ended.stderr });
  return ended;
};
const at = (name: string): string => path.join(folder, name);
const manifestIn = async (name: string) =>
  manifestSchema.parse(JSON.parse(await readFile(path.join(at(name), 'manifest.json'), 'utf8')));

/** Every file, by its path. */
const contents = async (name: string): Promise<Readonly<Record<string, string>>> => {
  const found = await readdir(at(name), { recursive: true, withFileTypes: true });
  const files = found.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  const read = files.map(async (file) => [path.relative(at(name), file), await readFile(file, 'base64')]);
  return Object.fromEntries(await Promise.all(read));
};

describe.each([
  ['ndjson', 100],
  ['parquet', 400],
  ['csv', 400],
])('%s', (format, partEvents) => {
  it('goes on after kill -9 and makes the same bytes', async () => {
    const args = ['--format', format, '--part-events', String(partEvents), '--quiet'];
    await done([...args, '--out', at(`${format}-whole`)]);
    const whole = await manifestIn(`${format}-whole`);
    expect([whole.events, whole.isComplete]).toEqual([events, true]);

    const out = `${format}-killed`;
    let parts = 0;
    for (let kills = 0; kills < 2; kills += 1) {
      const run = replay([...args, '--out', at(out)]);
      await eventually(
        async () => expect((await manifestIn(out)).parts.length).toBeGreaterThan(parts),
        20_000,
      );
      run.child.kill('SIGKILL');
      await run.ended;
      const { isComplete, parts: kept } = await manifestIn(out);
      expect(isComplete).toBe(false);
      parts = kept.length;
    }
    await done([...args, '--out', at(out)]);
    expect(await contents(out)).toEqual(await contents(`${format}-whole`));
  });

  it('stops at a signal, says how far it came, and goes on', async () => {
    const args = [
      '--format',
      format,
      '--part-events',
      String(partEvents),
      '--quiet',
      '--out',
      at(`${format}-stopped`),
    ];
    const run = replay(args);
    await eventually(
      async () => expect((await manifestIn(`${format}-stopped`)).parts.length).toBeGreaterThan(0),
      20_000,
    );
    run.child.kill('SIGTERM');
    const ended = await run.ended;
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain('the same command goes on from there');
    await done(args);
    expect(await contents(`${format}-stopped`)).toEqual(await contents(`${format}-whole`));
  });
});

it('writes what DuckDB reads as it is, a view for every type', async () => {
  await done(['--format', 'parquet', '--out', at('tables'), '--part-events', '2000', '--quiet']);
  const duckdb = await openDuckdb({ memoryMegabytes: 256, threads: 2 });
  const sql = await readFile(path.join(at('tables'), 'tables.sql'), 'utf8');
  await duckdb.run(sql.replaceAll("read_parquet('", `read_parquet('${at('tables')}/`));
  const [sold] = await duckdb.rows(`
    SELECT count(*) AS bookings, count(DISTINCT b."customerId") AS customers, sum(c.amount.amount) = sum(b.total.amount) AS paid
    FROM "BookingInitiated" b JOIN "PaymentCaptured" c USING (stream)`);
  expect(sold).toEqual({ bookings: String(showtimes * 5), customers: expect.any(String), paid: true });
  const [none] = await duckdb.rows('SELECT count(*) AS scans FROM "ScanRefused"');
  expect(none).toEqual({ scans: '0' });
  const order = await duckdb.rows(`
    SELECT bool_and(position > before) AS ordered
    FROM (SELECT position, lag(position) OVER () AS before FROM "SeatsHeld")`);
  expect(order).toEqual([{ ordered: true }]);
  duckdb.close();
});

it('filters, counts without writing, and gives the log as it was', async () => {
  const dry = await done([
    '--format',
    'csv',
    '--out',
    at('dry'),
    '--dry-run',
    '--quiet',
    '--type',
    'SalesOpened',
  ]);
  expect(dry.stdout).toContain(`${showtimes}  SalesOpened\n`);
  expect(await readdir(folder)).not.toContain('dry');
  const out = await done(['--format', 'ndjson', '--out', '-', '--category', 'showtime', '--as-of', '2000']);
  const lines = out.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { position: string; stream: string });
  expect(lines.filter(({ position }) => position > '00000000000000002000')).toEqual([]);
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.filter(({ stream }) => !stream.startsWith('showtime-'))).toEqual([]);
});

it('ends quietly when the reader of a pipe has enough', async () => {
  const command = `node '${path.resolve('src/cli/replay.ts')}' --format ndjson --out - | head -n 1`;
  const child = spawn('bash', ['--norc', '-o', 'pipefail', '-c', command], {
    env: { ...childEnvironment, ...env },
  });
  let [out, told] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const [code] = await once(child, 'close');
  expect({ code, told, first: (JSON.parse(out) as { type: string }).type }).toEqual({
    code: 0,
    told: '',
    first: 'LogCreated',
  });
});

describe('refuses in one line, with exit code 2', () => {
  const refused = async (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const { code, stdout, stderr } = await replay(args, more).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    return stderr;
  };

  it.each([
    [['--format', 'xml', '--out', 'x'], 'Allowed choices are ndjson, csv, parquet'],
    [['--format', 'csv'], '--out <folder>'],
    [['--format', 'csv', '--out', '-'], 'only ndjson'],
    [['--format', 'csv', '--out', 'x', '--type', "'; DROP TABLE x"], 'no such type'],
    [['--format', 'csv', '--out', 'x', '--from', 'yesterday'], 'Say an instant'],
    [['--format', 'csv', '--out', 'x', '--part-events', '0'], 'A number from 1'],
    [['--format', 'csv', '--out', 'x', '--as-of', '99999999'], 'beyond the head of the log'],
    [['--format', 'csv', '--out', 'x', '--from', '9', '--to', '9'], 'nothing lies between'],
  ])('%j', async (args, told) => {
    expect(await refused(args)).toContain(told);
  });

  it('an unreachable log, by its address', async () => {
    const url = 'postgres://127.0.0.1:9/none';
    expect(await refused(['--format', 'csv', '--out', at('x')], { DATABASE_URL: url })).toContain(
      '127.0.0.1:9',
    );
  });

  it('a data folder without keys, of which it makes nothing', async () => {
    const dataDir = at('nothing-here');
    const settings = { DATA_DIR: dataDir, DATABASE_URL: '', EVENT_LOG: '', MARQUEE_SECRET: '' };
    const given = Object.fromEntries(
      Object.entries({ ...env, ...settings }).filter(([, value]) => value !== ''),
    );
    const run = startCommand('replay', ['--format', 'csv', '--out', at('x')], given);
    const { code, stderr } = await run.ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining('master.key')]);
    expect(await readdir(folder)).not.toContain('nothing-here');
  });

  it('a folder with other things in it, until it is forced, and another export', async () => {
    await mkdir(at('full'));
    await writeFile(path.join(at('full'), 'mine.txt'), 'mine');
    const args = ['--format', 'ndjson', '--out', at('full'), '--type', 'SalesOpened', '--quiet'];
    expect(await refused(args)).toContain('is not empty');
    await done([...args, '--force']);
    expect(await readFile(path.join(at('full'), 'mine.txt'), 'utf8')).toBe('mine');
    expect((await done(args)).stdout).toContain('is complete');
    expect(await refused([...args, '--type', 'SeatsHeld'])).toContain('holds another export');
    await done([...args, '--type', 'SeatsHeld', '--force']);
    expect(Object.keys(await contents('full')).filter((name) => name.startsWith('events'))).toHaveLength(1);
  });

  it('a second replay into the same folder', async () => {
    const args = ['--format', 'parquet', '--out', at('twice'), '--part-events', '100', '--quiet'];
    const first = replay(args);
    await eventually(async () => expect((await manifestIn('twice')).parts.length).toBeGreaterThan(0), 20_000);
    expect(await refused(args)).toContain('another replay is writing');
    first.child.kill('SIGKILL');
    await first.ended;
  });
});
