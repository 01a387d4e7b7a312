/** A command of the program as an operator runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from '../../support/childEnvironment.ts';

const folder = path.resolve(import.meta.dirname, '../../../src/cli');
const withinMs = 60_000;

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

export const startCommand = (
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningCommand => {
  const child = spawn(process.execPath, [path.join(folder, `${name}.ts`), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...childEnvironment, ...env },
    timeout: withinMs,
    killSignal: 'SIGKILL',
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<Awaited<RunningCommand['ended']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
};
