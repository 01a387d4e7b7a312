/** Whole months of a log as files: cut without a gap, gone on with, read by replay and audit without the log, and damage is told. */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDuckdb } from '../../src/adapters/duckdb/openDuckdb.ts';
import type { ArchiveIndex } from '../../src/cli/archive/archiveIndex.ts';
import { sqlOn, startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { fillLog } from './support/authoredLog.ts';
import { startCommand } from './support/command.ts';

const showtimes = 12;
const dayMs = 86_400_000;
/** Of the story, whose events are dense at its begin. */
const beforeMs = 37_000;
/** The story of the log lies on both sides of this first of a month, in two months that are over. */
const boundaryMs = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 2, 1);

let postgres: TestPostgres;
let folder: string;
let env: Readonly<Record<string, string>>;
const outside = { MARQUEE_SECRET: '', DATABASE_URL: 'postgres://127.0.0.1:9/none', EVENT_LOG: 'postgres' };

const run = (name: string, args: readonly string[], settings = env) =>
  startCommand(name, args, settings).ended;
const done = async (name: string, args: readonly string[], settings = env) => {
  const ended = await run(name, args, settings);
  expect(ended).toEqual({ code: 0, stdout: ended.stdout, stderr: ended.stderr });
  return ended.stdout;
};
const at = (name: string): string => path.join(folder, name);
const indexIn = async (name: string): Promise<ArchiveIndex> =>
  JSON.parse(await readFile(path.join(at(name), 'archive.json'), 'utf8')) as ArchiveIndex;

beforeAll(async () => {
  postgres = await startTestPostgres();
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-archive-'));
  const DATABASE_URL = await postgres.createDatabase();
  env = {
    ...{ DATABASE_URL, EVENT_LOG: 'postgres', DATA_DIR: folder },
    MARQUEE_SECRET: randomBytes(32).toString('hex'),
  };
  await fillLog(DATABASE_URL, showtimes, {
    ...{ madeAtMs: boundaryMs + 10 * dayMs, beginsAtMs: boundaryMs - beforeMs },
  });
  // The log itself was made today.
  const began = new Date(boundaryMs - 20 * dayMs).toISOString();
  await sqlOn(DATABASE_URL, `UPDATE event_log.events SET at = '${began}' WHERE position = 1`);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await postgres.stop();
});

it('copies the months that are over, each once, and says when there is nothing new', async () => {
  const first = new Date(boundaryMs - dayMs).toISOString().slice(0, 7);
  const second = new Date(boundaryMs).toISOString().slice(0, 7);
  expect(await done('archive', ['--out', at('archive'), '--through', first, '--quiet'])).toContain(
    '1 month, 1 new',
  );
  const [earlier] = (await indexIn('archive')).months;
  expect(await done('archive', ['--out', at('archive'), '--quiet'])).toContain('2 new');
  const { months } = await indexIn('archive');
  expect(months.slice(0, 2).map(({ month }) => month)).toEqual([first, second]);
  expect(months[0]).toEqual(earlier);
  for (const [place, month] of months.entries()) {
    if (place > 0) expect(month.after).toBe(months[place - 1]?.through);
  }
  expect(months.slice(0, 2).map(({ events }) => events > 100)).toEqual([true, true]);
  expect(await done('archive', ['--out', at('archive'), '--quiet'])).toContain('nothing new');
});

it('gives exactly the lines of the log, by the statement of its guide', async () => {
  const guide = await readFile(path.resolve(import.meta.dirname, '../../docs/archives.md'), 'utf8');
  const [, sql = ''] = /```sql\n(SELECT '[^`]*)```/.exec(guide) ?? [];
  const duckdb = await openDuckdb({ memoryMegabytes: 128, threads: 1 });
  const rows = await duckdb.rows(sql.replace("'archive/", `'${at('archive')}/`));
  const leaves = rows.flatMap((row) => Object.values(row).map(String));
  duckdb.close();
  const lines = await done('replay', ['--format', 'ndjson', '--out', '-']);
  expect(`${leaves.join('\n')}\n`).toBe(lines);
});

it('is audited without the log, and has the roots that were noted', async () => {
  const audited = await done('audit', ['--archive', at('archive'), '--quiet'], {
    ...outside,
    DATA_DIR: at('none'),
  });
  const { months } = await indexIn('archive');
  const last = months.at(-1);
  expect(audited).toContain(`${showtimes} showtimes`);
  expect(audited.trimEnd().split('\n').at(-1)).toBe(`0 conflicts up to position ${last?.through}`);
  for (const { month } of months) expect(audited).toContain(`when ${month} was archived`);
});

it('is replayed without the log, filtered and as tables', async () => {
  const settings = { ...outside, DATA_DIR: at('none') };
  const args = ['--format', 'ndjson', '--out', '-', '--type', 'SeatsBooked'];
  const fromArchive = await done('replay', [...args, '--archive', at('archive')], settings);
  expect(fromArchive).toBe(await done('replay', args));
  expect(fromArchive.length).toBeGreaterThan(1_000);
  const tables = ['--format', 'parquet', '--quiet'];
  await done('replay', [...tables, '--out', at('tables'), '--archive', at('archive')], settings);
  await done('replay', [...tables, '--out', at('tables-of-log')]);
  const file = async (name: string) => {
    const [only = ''] = await readdir(path.join(at(name), 'SeatsHeld'));
    return readFile(path.join(at(name), 'SeatsHeld', only), 'base64');
  };
  expect(await file('tables')).toBe(await file('tables-of-log'));
});

it('that was changed is named, and nothing of it is believed', async () => {
  const month = (await indexIn('archive')).months[0]?.month ?? '';
  const events = path.join(month, 'events');
  const [name = ''] = await readdir(path.join(at('archive'), events));
  const damage = async (copy: string, file: string, change: (text: string) => string) => {
    await cp(at('archive'), at(copy), { recursive: true });
    const target = path.join(at(copy), file);
    await writeFile(target, change(await readFile(target, 'latin1')), 'latin1');
    return { target, ended: await run('audit', ['--archive', at(copy), '--quiet'], outside) };
  };
  const row = await damage('row', path.join(events, name), (text) => {
    const middle = Math.floor(text.length / 2);
    return `${text.slice(0, middle)}${text[middle] === 'x' ? 'y' : 'x'}${text.slice(middle + 1)}`;
  });
  expect([row.ended.code, row.ended.stderr]).toEqual([
    2,
    expect.stringContaining(`${row.target} is not what was archived`),
  ]);
  const manifest = await damage('manifest', path.join(month, 'manifest.json'), (text) => `${text}\n`);
  expect([manifest.ended.code, manifest.ended.stderr]).toEqual([
    2,
    expect.stringContaining('manifest.json is not what'),
  ]);
  const root = await damage('root', 'archive.json', (text) =>
    text.replace(/"root": "(.)/, (_, first: string) => `"root": "${first === 'A' ? 'B' : 'A'}`),
  );
  expect(root.ended.code).toBe(1);
  expect(root.ended.stdout).toMatch(new RegExp(`are not what they were when ${month} was archived`));
});

it('refuses in one line what is no archive, or one of another log', async () => {
  const none = await run('audit', ['--archive', at('nowhere')], outside);
  expect([none.code, none.stderr]).toEqual([2, `audit: there is no archive in ${at('nowhere')}\n`]);
  const both = await run('audit', ['--archive', at('archive'), '--resume'], outside);
  expect(both.code).toBe(2);
  const DATABASE_URL = await postgres.createDatabase();
  await fillLog(DATABASE_URL, 1);
  const other = await run('archive', ['--out', at('archive')], { ...env, DATABASE_URL });
  expect([other.code, other.stderr]).toEqual([
    2,
    expect.stringMatching(/is an archive of log \S+, this is log/),
  ]);
});
