import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { silentLogger, sqlOn } from '../../support/postgres.ts';
import {
  killPrograms,
  killServers,
  nobody,
  postmasterPid,
  serversOf,
  sessionOf,
  startProgram,
} from './startedProgram.ts';

const isRoot = process.getuid?.() === 0;
const isLinux = process.platform === 'linux';

let folder: string;
let dataDir: string;

beforeEach(async () => {
  // Only its owner may enter it: where root runs the tests, that is root alone.
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee embedded '));
  dataDir = path.join(folder, 'data');
});
afterEach(async () => {
  await killPrograms();
  await killServers(dataDir);
  await rm(folder, { recursive: true, force: true });
});

const start = (dir = dataDir) => startEmbeddedPostgres({ dataDir: dir, logger: silentLogger });
const remember = (url: string, word: string) =>
  sqlOn(url, `create table if not exists words (word text); insert into words values ('${word}')`);
const words = async (url: string) =>
  (await sqlOn(url, 'select word from words order by word')).map(({ word }) => word);

describe('alone', () => {
  it('keeps the data from one start to the next, and leaves no process behind', async () => {
    const first = await start();
    await remember(first.connectionString, 'a');
    await first.stop();
    expect(await serversOf(dataDir)).toEqual([]);
    const second = await start();
    expect(await words(second.connectionString)).toEqual(['a']);
    expect(second.connectionString).toBe(first.connectionString);
    await second.stop();
    await second.stop();
    expect(await serversOf(dataDir)).toEqual([]);
  });

  it('is durable, speaks UTF-8, sorts the same everywhere and brings the extensions', async () => {
    const server = await start();
    const settings = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
      (select datlocale from pg_database where datname = current_database()) as locale, 'Z' < 'a' as bytewise`;
    expect(await sqlOn(server.connectionString, settings)).toEqual([
      { fsync: 'on', commit: 'on', encoding: 'UTF8', checksums: 'on', locale: 'C.UTF-8', bytewise: true },
    ]);
    for (const extension of ['pg_trgm', 'unaccent', 'cube', 'earthdistance']) {
      await sqlOn(server.connectionString, `create extension ${extension}`);
    }
    await server.stop();
  });

  it('listens to this user only, and asks for the password', async () => {
    const server = await start();
    const listening = await sqlOn(server.connectionString, 'show listen_addresses');
    expect(listening).toEqual([{ listen_addresses: '' }]);
    const url = new URL(server.connectionString);
    const socketDir = await stat(url.searchParams.get('host') ?? '');
    expect(socketDir.mode & 0o077).toBe(0);
    expect((await stat(path.join(dataDir, 'postgres', 'cluster', 'marquee.password'))).mode & 0o077).toBe(0);
    url.password = 'wrong';
    await expect(sqlOn(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    await server.stop();
  });

  it('works where the path is too long for a socket', async () => {
    const deep = path.join(dataDir, 'x'.repeat(100));
    const server = await start(deep);
    expect(await sqlOn(server.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    await rm(new URL(server.connectionString).searchParams.get('host') ?? '', { recursive: true });
  });

  it.runIf(isLinux)('has a session of its own, out of reach of Ctrl-C', async () => {
    const server = await start();
    const pid = await postmasterPid(dataDir);
    expect(await sessionOf(pid)).toEqual({ group: pid, session: pid });
    await server.stop();
  });
});

describe('says in one line', () => {
  const failure = (dir = dataDir, as?: number): Promise<string> =>
    startProgram(dir, as).then(
      () => 'it started',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );

  it('that a file stands in its place', async () => {
    await writeFile(dataDir, '');
    const line = `EmbeddedPostgresFailed: cannot keep data in ${dataDir}: a part of the path is a file; choose another DATA_DIR`;
    expect(await failure()).toBe(line);
  });

  it('that the data is of another version', async () => {
    await mkdir(path.join(dataDir, 'postgres', 'cluster'), { recursive: true });
    await writeFile(path.join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '15\n');
    expect(await failure()).toMatch(
      /^EmbeddedPostgresFailed: .* holds data of Postgres 15, this release brings 18: /,
    );
  });

  it('what Postgres itself says against its data', async () => {
    const server = await start();
    await server.stop();
    await rm(path.join(dataDir, 'postgres', 'cluster', 'global'), { recursive: true });
    expect(await failure()).toMatch(
      /^EmbeddedPostgresFailed: the database in .* does not start: .*could not open file .*$/,
    );
  });

  it.runIf(isRoot)('that this user may not write there', async () => {
    await chmod(folder, 0o755);
    const line = `EmbeddedPostgresFailed: cannot keep data in ${dataDir}: this user may not write there; choose another DATA_DIR`;
    expect(await failure(dataDir, nobody)).toBe(line);
  });
});
