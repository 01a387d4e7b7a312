/** A server in a process of its own: started on a free port, waited for, and stopped by its pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../tests/support/freePort.ts';
import { benchLimits } from './limits.ts';

export interface ChildServer {
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  /** From its start. */
  readonly readyAfterMs: number;
  /** Asks it to stop and waits; ends it after {@link benchLimits.stopMs}. May be called twice. */
  stop(): Promise<void>;
}

export interface ChildServerOptions {
  /** Relative to the project's root; is given `--port` after the arguments below. Or a program of the machine's. */
  readonly script?: string;
  readonly program?: string;
  /** Without HTTP it is ready as soon as it takes connections. */
  readonly speaksHttp?: boolean;
  /** What answers once it is up. Default: `/health/ready`. */
  readonly readyPath?: string;
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** All it prints goes here: the program logs each request, and a full pipe would stop it. */
  readonly logFile: string;
}

const root = path.resolve(import.meta.dirname, '..');
const pollMs = 50;
/** Of a server that did not start, shown as its reason. */
const logTailChars = 2_000;

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const answersHttp = (port: number, readyPath: string): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}${readyPath}`).then(
    ({ status }) => status < 500,
    () => false,
  );

const takesConnections = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

const waitUntilReady = async (child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> => {
  const untilMs = performance.now() + benchLimits.startMs;
  while (!(await isReady())) {
    if (hasEnded(child)) throw new Error('the server ended before it was ready');
    if (performance.now() > untilMs)
      throw new Error(`the server is not ready after ${benchLimits.startMs} ms`);
    await pause(pollMs);
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
  const { script, program, speaksHttp = true, readyPath = '/health/ready' } = options;
  const { args = [], nodeArgs = [], env = {}, logFile } = options;
  const name = script ?? program ?? '';
  const port = await freePort();
  const log = openSync(logFile, 'a');
  const own = script === undefined ? [] : [...nodeArgs, path.resolve(root, script)];
  const startedMs = performance.now();
  const child = spawn(program ?? process.execPath, [...own, ...args, '--port', String(port)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  stops.push(() => stopChild(child));
  const address = `http://127.0.0.1:${port}`;
  try {
    await waitUntilReady(child, () => (speaksHttp ? answersHttp(port, readyPath) : takesConnections(port)));
    const readyAfterMs = performance.now() - startedMs;
    return { address, port, pid: child.pid ?? 0, readyAfterMs, stop: () => stopChild(child) };
  } catch (cause) {
    await stopChild(child);
    const tail = readFileSync(logFile, 'utf8').slice(-logTailChars);
    throw new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}\n${tail}`, {
      cause,
    });
  }
};
