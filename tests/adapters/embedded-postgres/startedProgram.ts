/** Starts program.ts in a process of its own, and looks at what is running afterwards. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { serverProcesses } from '../../../src/adapters/embedded-postgres/postmaster.ts';
import { eventually } from '../../support/eventually.ts';

export interface StartedProgram {
  readonly connectionString: string;
  /** Lets it go, as Ctrl-C would; resolves when it has ended, with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it without letting it do anything. */
  kill(): Promise<void>;
}

const program = path.join(import.meta.dirname, 'program.ts');
const running = new Set<ChildProcess>();

/** uid and gid of a user without any rights of its own; the same on every Linux. */
export const nobody = 65_534;

export const spawnProgram = (dataDir: string, as?: number): ChildProcess => {
  const child = spawn(process.execPath, [program, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(as === undefined ? {} : { uid: as, gid: as }),
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
};

const ended = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

/** Throws what the program says when it cannot start: one line. */
export const startProgram = async (dataDir: string, as?: number): Promise<StartedProgram> => {
  const child = spawnProgram(dataDir, as);
  if (child.stdout === null) throw new Error('a pipe was asked for');
  const lines = createInterface({ input: child.stdout });
  const first: Promise<unknown[]> = once(lines, 'line');
  const [line] = await Promise.race([first, ended(child).then(() => ['{"failed":"it ended in silence"}'])]);
  const said: { connectionString?: string; failed?: string } = JSON.parse(String(line));
  if (said.connectionString === undefined) throw new Error(said.failed);
  return {
    connectionString: said.connectionString,
    stop: () => {
      child.stdin?.end();
      return ended(child);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
};

export const killPrograms = async (): Promise<void> => {
  await Promise.all(
    [...running].map(async (child) => {
      child.kill('SIGKILL');
      await ended(child);
    }),
  );
};

const clusterOf = (dataDir: string): string => path.join(dataDir, 'postgres', 'cluster');

export const postmasterPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(path.join(clusterOf(dataDir), 'postmaster.pid'), 'utf8')).split('\n')[0]);

/** Processes that work in the data folder, postmaster and backends. */
export const serversOf = async (dataDir: string): Promise<readonly number[]> =>
  serverProcesses(await realpath(clusterOf(dataDir)).catch(() => clusterOf(dataDir)));

/** Ends whatever a test left behind, so that the folder can be removed. */
export const killServers = async (dataDir: string): Promise<void> => {
  await eventually(async () => {
    const pids = await serversOf(dataDir);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    if (pids.length > 0) throw new Error('some are still there');
  }, 10_000);
};

/** Process group and session, from /proc. */
export const sessionOf = async (pid: number): Promise<{ group: number; session: number }> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { group: Number(fields[2]), session: Number(fields[3]) };
};
