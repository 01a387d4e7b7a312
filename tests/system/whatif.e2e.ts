/** A recorded sale through other rules, and as a load script that the bench plays against the program. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEventCopy } from '../../bench/scale/copyEvents.ts';
import { openPostgresEventStore } from '../../src/adapters/postgres/PostgresEventStore.ts';
import { stormHeadSchema } from '../../src/cli/storm/stormFile.ts';
import { childEnvironment } from '../support/childEnvironment.ts';
import { silentLogger, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { showtimeId } from '../support/showtimes.ts';
import { tellOnSale } from '../support/toldOnSale.ts';
import { startCommand } from './support/command.ts';

let postgres: TestPostgres;
let folder: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-whatif-'));
  const DATABASE_URL = await postgres.createDatabase();
  env = {
    ...{ DATABASE_URL, EVENT_LOG: 'postgres', DATA_DIR: folder },
    MARQUEE_SECRET: randomBytes(32).toString('hex'),
  };
  await (await openPostgresEventStore({ connectionString: DATABASE_URL, logger: silentLogger })).close();
  const copy = await openEventCopy(DATABASE_URL);
  for (const event of tellOnSale()) copy.write(event);
  await copy.finish();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
});

const at = (name: string): string => path.join(folder, name);
const run = (name: string, ...args: readonly string[]) => startCommand(name, args, env).ended;
const ofSale = ['--showtime', showtimeId] as const;

describe('npm run whatif', () => {
  const other = [...ofSale, '--hold-minutes', '5', '--seats-max', '4', '--price', '1200'] as const;

  it('prints one table and draws one picture, and replaces none', async () => {
    const picture = at('whatif.svg');
    const first = await run('whatif', ...other, '--picture', picture);
    expect([first.code, first.stderr]).toEqual([0, `picture: ${picture}\n`]);
    expect(first.stdout).toMatch(/^seats sold +\d+ +\d+ +\d+$/m);
    expect(first.stdout).toMatch(/^revenue, minor units of USD +\d+ +\d+ +\d+$/m);
    expect(first.stdout).toMatch(/^guests who lost +\d+ +\d+ +\d+$/m);
    expect(await readFile(picture, 'utf8')).toContain('hours after sales opened');
    const second = await run('whatif', ...other, '--picture', picture);
    expect([second.code, second.stdout, second.stderr]).toEqual([
      2,
      '',
      `whatif: ${picture} is there: choose another --picture, or replace it with --force\n`,
    ]);
    const forced = await run('whatif', ...other, '--picture', picture, '--force');
    expect([forced.code, forced.stdout]).toEqual([0, first.stdout]);
  });

  it('prints the table where the charts library is left out, and says what is missing', async () => {
    const hooks =
      "import { registerHooks } from 'node:module'; registerHooks({ resolve: (name, context, next) => { if (name === 'vega') throw new Error('left out'); return next(name, context); } });";
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hooks)}`;
    const args = [...other, '--picture', at('none.svg')];
    const { code, stdout, stderr } = await startCommand('whatif', args, { ...env, NODE_OPTIONS }).ended;
    expect([code, stderr]).toEqual([
      0,
      'no picture: pictures need vega and vega-lite: install with development packages\n',
    ]);
    expect(stdout).toMatch(/^seats sold +\d+ +\d+ +\d+$/m);
    await expect(readFile(at('none.svg'))).rejects.toThrow('ENOENT');
  });

  it('replays the recorded rules to nearly what was recorded', async () => {
    const { stdout } = await run('whatif', ...other, '--json', '--picture', at('json.svg'));
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, number | string>);
    const sold = rows.find(({ what }) => what === 'seats sold');
    const difference = Math.abs(Number(sold?.recorded) - Number(sold?.['same rules']));
    expect(difference).toBeLessThanOrEqual(0.05 * Number(sold?.recorded));
    const lost = rows.find(({ what }) => what === '- party too large');
    expect(Number(lost?.['other rules'])).toBeGreaterThan(0);
  });

  it.each([
    [[], "required option '--showtime <id>' not specified"],
    [['--showtime', 'x'], 'A UUID'],
    [[...ofSale], 'say at least one of --hold-minutes'],
    [[...ofSale, '--hold-minutes', '0'], 'From a second (0.02) to a day (1440).'],
    [[...ofSale, '--seats-max', '51'], 'A number from 1 to 50.'],
    [[...ofSale, '--lone-seats', 'never'], 'Allowed choices are off, warn, enforce.'],
    [[...ofSale, '--price', '12.50'], 'An amount in minor units, such as 1250.'],
    [['--showtime', randomUUID(), '--price', '1'], 'there is no showtime'],
  ])('refuses %j', async (args, told) => {
    const { code, stdout, stderr } = await run('whatif', ...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(told);
  });

  it('shows an example, and how it ends', async () => {
    const { code, stdout } = await run('whatif', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Example: npm run whatif -- --showtime');
    expect(stdout).toContain('Exit code: 0 done, 2 it could not be done.');
  });
});

describe('npm run storm', () => {
  it('writes a script and replaces none', async () => {
    const args = [...ofSale, '--out', at('storm.ndjson')];
    const first = await run('storm', ...args);
    expect([first.code, first.stderr]).toEqual([0, '']);
    const text = await readFile(at('storm.ndjson'), 'utf8');
    const head = stormHeadSchema.parse(JSON.parse(text.slice(0, text.indexOf('\n'))));
    expect(text.trimEnd().split('\n')).toHaveLength(head.steps + 1);
    expect(text).not.toContain(showtimeId);
    const second = await run('storm', ...args);
    expect([second.code, second.stderr]).toEqual([
      2,
      `storm: ${at('storm.ndjson')} is there: choose another --out, or replace it with --force\n`,
    ]);
    expect((await run('storm', ...args, '--force')).code).toBe(0);
  });

  it('ends quietly when its reader has enough', async () => {
    const command = path.resolve(import.meta.dirname, '../../src/cli/storm.ts');
    const child = spawn(process.execPath, [command, ...ofSale, '--out', '-'], {
      env: { ...childEnvironment, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(told).toBe('');
  });
});

describe('npm run bench -- storm', () => {
  const bench = (...args: readonly string[]) =>
    promisify(execFile)(
      process.execPath,
      [path.resolve(import.meta.dirname, '../../bench/start.ts'), 'storm', ...args],
      { timeout: 110_000 },
    ).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (failed: { code: number; stdout: string; stderr: string }) => failed,
    );

  it('plays the sale much faster, and loses and doubles no seat', async () => {
    await run('storm', ...ofSale, '--minutes', '20', '--out', at('played.ndjson'));
    const { code, stdout, stderr } = await bench(at('played.ndjson'), '--speed', '60');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('0 faults: 60 times as fast as recorded');
    const sold = Number(/\| seats sold \| (\d+) \|/.exec(stdout)?.[1]);
    const recorded = Number(/\| seats sold in the recorded sale \| (\d+) \|/.exec(stdout)?.[1]);
    expect(recorded).toBeGreaterThan(100);
    // A machine under load sends late, and guests then pay for holds that are over.
    expect(sold).toBeGreaterThan(0.3 * recorded);
    expect(sold).toBeLessThanOrEqual(240);
    expect(stdout).toMatch(/\| requests that failed \| 0 \|/);
  });

  it('shows an example, and how it ends', async () => {
    const { code, stdout } = await bench('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('Example: npm run storm -- --showtime');
    expect(stdout).toContain('1 a seat was sold twice or a hold was lost');
  });

  it('says what it cannot play', async () => {
    await writeFile(at('other.ndjson'), '{}\n');
    const results = await Promise.all([
      bench(),
      bench(at('other.ndjson')),
      bench(at('other.ndjson'), '--speed', '0'),
    ]);
    expect(results.map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(results.map(({ stderr }) => stderr)).toEqual([
      'bench: Usage: npm run bench -- storm FILE [--speed 10]\n',
      `bench: ${at('other.ndjson')} is no storm: npm run storm writes one\n`,
      expect.stringContaining('--speed is a number above 0'),
    ]);
  });
});
