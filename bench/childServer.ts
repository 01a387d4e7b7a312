/** A server in a process of its own: started on a free port, waited for, and stopped by its pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../tests/support/freePort.ts';
import { benchLimits } from './limits.ts';

export interface ChildServer {
  readonly address: string;
  /** Processor time of its process so far; undefined where /proc does not tell. */
  cpuSeconds(): number | undefined;
  /** Asks it to stop and waits; ends it after {@link benchLimits.stopMs}. May be called twice. */
  stop(): Promise<void>;
}

export interface ChildServerOptions {
  /** Relative to the project's root; is given `--port` after the arguments below. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** All it prints goes here: the program logs each request, and a pipe nobody reads would stop it. */
  readonly logFile: string;
}

const root = path.resolve(import.meta.dirname, '..');
const pollMs = 50;
/** Of a server that did not start, shown as its reason. */
const logTailChars = 2_000;

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** The bare server knows no such path: that it says so is enough. */
const isReady = (address: string): Promise<boolean> =>
  fetch(`${address}/health/ready`).then(
    ({ status }) => status < 500,
    () => false,
  );

const waitUntilReady = async (child: ChildProcess, address: string): Promise<void> => {
  const untilMs = performance.now() + benchLimits.startMs;
  while (!(await isReady(address))) {
    if (hasEnded(child)) throw new Error('the server ended before it was ready');
    if (performance.now() > untilMs)
      throw new Error(`the server is not ready after ${benchLimits.startMs} ms`);
    await pause(pollMs);
  }
};

/** Of user and system time, as /proc counts them on every Linux of today. */
const clockTicksPerSecond = 100;

const cpuSecondsOf = (pid: number): number | undefined => {
  try {
    // After the command's name, which is in parentheses and may hold spaces: state, ..., utime, stime.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const seconds = (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond;
    return Number.isNaN(seconds) ? undefined : seconds;
  } catch {
    return undefined;
  }
};

const stopChild = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const overdue = setTimeout(() => child.kill('SIGKILL'), benchLimits.stopMs);
  await exit;
  clearTimeout(overdue);
};

/**
 * Rejects, with nothing left running, when the server ends or is not ready in time. How to stop it is added to
 * `stops` before it is ready, so that whoever is interrupted meanwhile can.
 */
export const startChildServer = async (
  options: ChildServerOptions,
  stops: (() => Promise<unknown>)[],
): Promise<ChildServer> => {
  const { script, args = [], nodeArgs = [], env = {}, logFile } = options;
  const port = await freePort();
  const log = openSync(logFile, 'a');
  const child = spawn(
    process.execPath,
    [...nodeArgs, path.join(root, script), ...args, '--port', String(port)],
    { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  stops.push(() => stopChild(child));
  const address = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(child, address);
    return { address, cpuSeconds: () => cpuSecondsOf(child.pid ?? 0), stop: () => stopChild(child) };
  } catch (cause) {
    await stopChild(child);
    const tail = readFileSync(logFile, 'utf8').slice(-logTailChars);
    throw new Error(`${script}: ${cause instanceof Error ? cause.message : String(cause)}\n${tail}`, {
      cause,
    });
  }
};
