/** The embedded Postgres of several processes and users, killed at every moment. */
import { chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../../src/adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { eventually } from '../../support/eventually.ts';
import { silentLogger, sqlOn } from '../../support/postgres.ts';
import {
  killPrograms,
  killServers,
  nobody,
  postmasterPid,
  serversOf,
  sessionOf,
  spawnProgram,
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

describe('with other processes', () => {
  it('is shared, and the last one out stops it', async () => {
    const first = await startProgram(dataDir);
    const pid = await postmasterPid(dataDir);
    const second = await startProgram(dataDir);
    expect(await postmasterPid(dataDir)).toBe(pid);
    await remember(first.connectionString, 'a');
    expect(await first.stop()).toBe(0);
    expect(await words(second.connectionString)).toEqual(['a']);
    expect(await second.stop()).toBe(0);
    expect(await serversOf(dataDir)).toEqual([]);
  });

  it('a user that was killed does not count', async () => {
    const first = await startProgram(dataDir);
    const second = await startProgram(dataDir);
    await first.kill();
    expect(await second.stop()).toBe(0);
    expect(await serversOf(dataDir)).toEqual([]);
  });

  it('one server is made however many start at once, and none is left when all leave at once', async () => {
    for (let round = 0; round < 2; round += 1) {
      const programs = await Promise.all([1, 2, 3, 4].map(() => startProgram(dataDir)));
      expect(new Set(programs.map(({ connectionString }) => connectionString)).size).toBe(1);
      const [one] = programs;
      await remember(one?.connectionString ?? '', String(round));
      expect(await Promise.all(programs.map((program) => program.stop()))).toEqual([0, 0, 0, 0]);
      expect(await serversOf(dataDir)).toEqual([]);
    }
    const server = await start();
    expect(await words(server.connectionString)).toEqual(['0', '1']);
    await server.stop();
  });

  it('joins a server whose program was killed', async () => {
    const program = await startProgram(dataDir);
    await remember(program.connectionString, 'a');
    const pid = await postmasterPid(dataDir);
    await program.kill();
    expect(await serversOf(dataDir)).toContain(pid);
    const server = await start();
    expect(await postmasterPid(dataDir)).toBe(pid);
    expect(await words(server.connectionString)).toEqual(['a']);
    await server.stop();
    expect(await serversOf(dataDir)).toEqual([]);
  });
});

describe('after its death', () => {
  it('is started again under the same address while the program lives on', async () => {
    const server = await start();
    await remember(server.connectionString, 'a');
    const pid = await postmasterPid(dataDir);
    process.kill(pid, 'SIGKILL');
    await eventually(async () => expect(await words(server.connectionString)).toEqual(['a']), 15_000);
    expect(await postmasterPid(dataDir)).not.toBe(pid);
    await server.stop();
    expect(await serversOf(dataDir)).toEqual([]);
  });

  it('recovers when both were killed', async () => {
    const program = await startProgram(dataDir);
    await remember(program.connectionString, 'a');
    await program.kill();
    const pid = await postmasterPid(dataDir);
    process.kill(pid, 'SIGKILL');
    // A process that finds the server while it stops joins it, and starts it again once it is gone.
    await eventually(async () => expect(await serversOf(dataDir)).not.toContain(pid));
    const server = await start();
    expect(await words(server.connectionString)).toEqual(['a']);
    await server.stop();
  });

  it.runIf(isLinux)('waits for a backend that works on without its postmaster', async () => {
    const program = await startProgram(dataDir);
    // It looks up from its work only when it is done, which is never.
    const busy = sqlOn(program.connectionString, 'select count(*) from generate_series(1, 1e15::bigint)');
    busy.catch(() => undefined);
    await eventually(async () => {
      const active = `select 1 from pg_stat_activity where query like '%generate_series%' and state = 'active'`;
      expect((await sqlOn(program.connectionString, active)).length).toBe(2);
    });
    await program.kill();
    const pid = await postmasterPid(dataDir);
    process.kill(pid, 'SIGKILL');
    const server = await start();
    const now = await postmasterPid(dataDir);
    for (const other of await serversOf(dataDir)) {
      if (other !== now) expect((await sessionOf(other)).session).not.toBe(pid);
    }
    await expect(busy).rejects.toThrow();
    await server.stop();
  });

  it.runIf(isLinux)('is not mistaken for a stranger that has its number now', async () => {
    const program = await startProgram(dataDir);
    await program.kill();
    const file = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    const pid = await postmasterPid(dataDir);
    process.kill(pid, 'SIGKILL');
    await writeFile(file, (await readFile(file, 'utf8')).replace(String(pid), String(process.pid)));
    const server = await start();
    await server.stop();
  });

  it('in the middle of the first start leaves nothing that hinders the next', async () => {
    for (const afterMs of [250, 500, 700, 900]) {
      const child = spawnProgram(dataDir);
      await pause(afterMs);
      child.kill('SIGKILL');
    }
    const server = await start();
    await remember(server.connectionString, 'a');
    await server.stop();
    const left = await readdir(path.join(dataDir, 'postgres'));
    expect(left.filter((name) => name.startsWith('cluster'))).toEqual(['cluster']);
  });
});

describe.runIf(isRoot)('for an ordinary user', () => {
  it('starts, is joined and stops', async () => {
    await chown(folder, nobody, nobody);
    const first = await startProgram(dataDir, nobody);
    const second = await startProgram(dataDir, nobody);
    await remember(first.connectionString, 'a');
    expect((await stat(path.join(dataDir, 'postgres', 'cluster'))).uid).toBe(nobody);
    await first.kill();
    expect(await words(second.connectionString)).toEqual(['a']);
    expect(await second.stop()).toBe(0);
    expect(await serversOf(dataDir)).toEqual([]);
  });
});
