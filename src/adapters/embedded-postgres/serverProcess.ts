import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresFailed, failureFromLog } from './EmbeddedPostgresFailed.ts';
import { memorySettings, usableMemoryBytes } from './memorySettings.ts';
import type { DatabasePaths } from './paths.ts';
import type { Postmaster } from './postmaster.ts';
import { isServerProcess, readPostmaster, serverProcesses } from './postmaster.ts';
import type { ServerUser } from './serverUser.ts';
import { serverEnvironment } from './serverUser.ts';

const pollMs = 20;
/** Recovery after a crash can take long. */
const readyTimeoutMs = 120_000;
const logBytesMax = 10_000_000;

const settings = (socketDir: string, port: number): Readonly<Record<string, string>> => ({
  // A socket in a private folder: no port that other users could reach or take. On Windows loopback, with the password.
  listen_addresses: process.platform === 'win32' ? '127.0.0.1' : '',
  unix_socket_directories: process.platform === 'win32' ? '' : `"${socketDir}"`,
  unix_socket_permissions: '0700',
  port: String(port),
  max_connections: '100',
  ...memorySettings(usableMemoryBytes()),
  // Compiling takes longer than any statement.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_checkpoints: 'off',
});

const freePort = async (): Promise<number> => {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 5432;
};

/** The pid may belong to another process by now, so it is checked. */
export const livePostmaster = ({ cluster }: DatabasePaths): Postmaster | undefined => {
  const found = readPostmaster(cluster);
  return found !== undefined && isServerProcess(found.pid, cluster) ? found : undefined;
};

const until = async (condition: () => boolean, withinMs: number): Promise<boolean> => {
  const untilMs = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() >= untilMs) return false;
    await pause(pollMs);
  }
  return true;
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
};

type Persuasion = readonly (readonly [NodeJS.Signals | undefined, number])[];

const end = async (pids: () => readonly number[], persuasion: Persuasion): Promise<boolean> => {
  for (const [name, withinMs] of persuasion) {
    if (name !== undefined) for (const pid of pids()) signal(pid, name);
    if (await until(() => pids().length === 0, withinMs)) return true;
  }
  return pids().length === 0;
};

/** Backends of a killed postmaster end, but not in the middle of a query. */
const orphansEnd: Persuasion = [
  [undefined, 3_000],
  ['SIGQUIT', 3_000],
  ['SIGKILL', 10_000],
];

/** Fast shutdown, then immediate (the next start recovers), then SIGKILL. */
const serverEnds: Persuasion = [
  ['SIGINT', 60_000],
  ['SIGQUIT', 10_000],
  ['SIGKILL', 10_000],
];

const recoverFromDeath = async (paths: DatabasePaths, socketDir: string): Promise<void> => {
  const gone = await end(() => serverProcesses(paths.cluster), orphansEnd);
  if (!gone) throw new EmbeddedPostgresFailed(`processes of a killed server still work in ${paths.cluster}`);
  // Postgres removes these unless their pid is alive, as another process or a zombie. Only Linux lists all processes.
  if (process.platform !== 'linux') return;
  await rm(path.join(paths.cluster, 'postmaster.pid'), { force: true });
  for (const name of await readdir(socketDir)) await rm(path.join(socketDir, name), { force: true });
};

const logFrom = (file: string, start: number): string => {
  try {
    return readFileSync(file).subarray(start).toString('utf8');
  } catch {
    return '';
  }
};

export const awaitReady = async (
  paths: DatabasePaths,
  isDead: () => boolean,
  logStart: number,
): Promise<void> => {
  const isReady = (): boolean => livePostmaster(paths)?.status === 'ready';
  const inTime = await until(() => isReady() || isDead(), readyTimeoutMs);
  if (isReady()) return;
  if (inTime) throw failureFromLog(paths.dataDir, logFrom(paths.log, logStart));
  throw new EmbeddedPostgresFailed(
    `the database in ${paths.dataDir} was not ready after ${readyTimeoutMs} ms`,
  );
};

export interface StartServer {
  readonly binaries: PostgresBinaries;
  readonly paths: DatabasePaths;
  readonly user: ServerUser;
  readonly socketDir: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** Requires that none runs, and the lock `changing`. */
export const startServer = async ({ binaries, paths, user, socketDir, settings: extra }: StartServer) => {
  await recoverFromDeath(paths, socketDir);
  const port = process.platform === 'win32' ? await freePort() : 5432;
  const flags = Object.entries({ ...settings(socketDir, port), ...extra }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const log = openSync(paths.log, 'a', 0o600);
  let dead = false;
  let said = '';
  try {
    if (statSync(paths.log).size > logBytesMax) truncateSync(paths.log, 0);
    const logStart = statSync(paths.log).size;
    const [program, args] = user.command(binaries.postgres, ['-D', paths.cluster, ...flags]);
    // A session of its own: Ctrl-C reaches the program only, which drains and then stops the database.
    const child = spawn(program, args, {
      ...user.ids,
      detached: true,
      windowsHide: true,
      cwd: paths.folder,
      stdio: ['ignore', log, log],
      ...serverEnvironment,
    });
    child.on('error', (error) => {
      said = error.message;
      dead = true;
    });
    child.on('exit', () => {
      dead = true;
    });
    child.unref();
    await awaitReady(paths, () => dead, logStart);
  } catch (error) {
    throw said === '' ? error : failureFromLog(paths.dataDir, said);
  } finally {
    closeSync(log);
  }
};

/** Fast shutdown; resolves when no process is left. Requires the lock `changing`. */
export const stopServer = async (paths: DatabasePaths): Promise<void> => {
  const pid = livePostmaster(paths)?.pid;
  if (pid === undefined) return;
  const alive = (): readonly number[] => (isServerProcess(pid, paths.cluster) ? [pid] : []);
  const gone =
    (await end(alive, serverEnds)) && (await end(() => serverProcesses(paths.cluster), orphansEnd));
  if (!gone)
    throw new EmbeddedPostgresFailed(`the database in ${paths.dataDir} does not stop (process ${pid})`);
};

export const awaitStopping = async (paths: DatabasePaths): Promise<void> => {
  const isStopping = (): boolean => livePostmaster(paths)?.status === 'stopping';
  if (!(await until(() => !isStopping(), readyTimeoutMs))) {
    throw new EmbeddedPostgresFailed(`the database in ${paths.dataDir} has been stopping for too long`);
  }
};
