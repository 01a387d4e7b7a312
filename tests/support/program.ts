/**
 * The real program as a child process: started in a data folder of its own, asked over HTTP, stopped as Ctrl-C does
 * or killed. Of the program's own modules only those enter here that make an empty database.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from './childEnvironment.ts';
import { giveEmptyCluster } from './emptyCluster.ts';
import { eventually } from './eventually.ts';
import { killProcessesIn, processesIn, sendSignal } from './processes.ts';

const run = promisify(execFile);

export interface ProgramOptions {
  /** One that `dataFolder` gave. */
  readonly dataDir: string;
  /** Default: a free one of the system's choice. */
  readonly port?: number;
  /** After the options: roles. */
  readonly args?: readonly string[];
  /** Over DEMO_CATALOG=off; nothing of this process's own environment is handed on but PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** uid and gid to run as. */
  readonly as?: number;
  /** `startProgram` lets it create its database, as a first start does; otherwise it finds an empty one. */
  readonly firstStart?: boolean;
  /** How long it may take until it is ready. */
  readonly readyWithinMs?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Started {
  readonly pid: number;
  readonly dataDir: string;
  stdout(): string;
  stderr(): string;
  /** What it said on standard error for people: everything but the structured log. */
  told(): readonly string[];
  /** When it has ended and said everything. */
  readonly exited: Promise<Exit>;
  /** As Ctrl-C does: the whole process group gets it. Bounded; a program that does not stop is killed and an error. */
  interrupt(withinMs?: number): Promise<Exit>;
  /** kill -9, and nothing else. */
  kill(): Promise<void>;
}

export interface Program extends Started {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
}

const main = path.resolve(import.meta.dirname, '../../src/main.ts');
const tokenCommand = path.resolve(import.meta.dirname, '../../src/cli/token.ts');
const readyWithinMsDefault = 60_000;
const stopWithinMs = 30_000;

const running = new Set<Started>();
const folders = new Set<string>();

// A test run that is itself cut off leaves nothing running, as far as it still can.
process.once('exit', () => {
  for (const { pid } of running) sendSignal(-pid, 'SIGKILL');
  for (const pid of [...folders].flatMap(processesIn)) sendSignal(pid, 'SIGKILL');
});

/** A folder that may become a DATA_DIR; gone, with all that runs in it, after `cleanUp`. */
export const dataFolder = async (name = 'data'): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-system-'));
  folders.add(folder);
  const dataDir = path.join(folder, name);
  await mkdir(dataDir);
  return dataDir;
};

/** Ends every program of this file and their databases; the folders stay. */
export const killPrograms = async (): Promise<void> => {
  await Promise.all([...running].map((program) => program.kill()));
  for (const folder of folders) await killProcessesIn(folder);
};

/** Ends every program of this file and removes every folder. */
export const cleanUp = async (): Promise<void> => {
  await killPrograms();
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    folders.delete(folder);
  }
};

const collect = (child: ChildProcess, stream: 'stdout' | 'stderr'): (() => string) => {
  const chunks: string[] = [];
  child[stream]?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
};

/** Starts it and does not wait for anything. */
export const spawnProgram = (options: ProgramOptions): Started => {
  const { dataDir, port = 0, args = [], env = {}, as } = options;
  const child = spawn(process.execPath, [main, ...args], {
    // A group of its own, as a shell gives to what it starts: Ctrl-C is a signal to that group.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Away from the source tree: nothing may depend on where it is started, nor write there.
    cwd: path.dirname(dataDir),
    ...(as === undefined ? {} : { uid: as, gid: as }),
    env: {
      ...childEnvironment,
      DEMO_CATALOG: 'off',
      DATA_DIR: dataDir,
      PORT: String(port),
      ...env,
    },
  });
  const [stdout, stderr] = [collect(child, 'stdout'), collect(child, 'stderr')];
  const closed = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the program could not be started');
  const started: Started = {
    pid,
    dataDir,
    stdout,
    stderr,
    told: () =>
      stderr()
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('{"level":')),
    exited: closed,
    interrupt: async (withinMs = stopWithinMs) => {
      sendSignal(-pid, 'SIGINT');
      const overdue = setTimeout(() => sendSignal(-pid, 'SIGKILL'), withinMs);
      const exit = await closed.finally(() => clearTimeout(overdue));
      if (exit.signal === 'SIGKILL')
        throw new Error(`did not stop in ${withinMs} ms:\n${stderr().slice(-4_000)}`);
      return exit;
    },
    kill: async () => {
      sendSignal(-pid, 'SIGKILL');
      await closed.catch(() => undefined);
    },
  };
  running.add(started);
  void closed.catch(() => undefined).then(() => running.delete(started));
  return started;
};

const addressIn = (stdout: string): string => {
  const address = /^Marquee is open: (http:\/\/\S+)\/v1\/movies$/m.exec(stdout)?.[1];
  if (address === undefined) throw new Error('it has not said its address yet');
  return address;
};

/** Starts it and waits until it is ready to serve. Throws all that it said when it ends instead. */
export const startProgram = async (options: ProgramOptions): Promise<Program> => {
  const { dataDir, env = {}, firstStart = false } = options;
  if (!firstStart && !env.DATABASE_URL) await giveEmptyCluster(dataDir);
  const started = spawnProgram(options);
  const failed = started.exited.then((exit): never => {
    throw new Error(`ended with ${JSON.stringify(exit)} instead of serving:\n${started.stderr()}`);
  });
  failed.catch(() => undefined);
  const withinMs = options.readyWithinMs ?? readyWithinMsDefault;
  const ready = eventually(async () => {
    const url = addressIn(started.stdout());
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`not ready: ${answer.status}`);
    return url;
  }, withinMs);
  const url = await Promise.race([ready, failed]).catch(async (error: unknown) => {
    await started.kill();
    throw new Error(`not up within ${withinMs} ms:\n${started.stderr().slice(-4_000)}`, { cause: error });
  });
  return { ...started, url };
};

/** `npm run token` for the server of that folder, or of that secret. */
export const makeToken = async (
  dataDir: string,
  role: string,
  options: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> => {
  const args = [tokenCommand, '--data-dir', dataDir, '--role', role, ...(options.args ?? [])];
  const env = { ...childEnvironment, ...options.env };
  const { stdout } = await run(process.execPath, args, { env, timeout: 30_000 });
  return stdout.trim();
};
