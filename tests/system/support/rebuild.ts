/** The rebuild command as a child process beside the running program, and where models stand in its database. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { sqlOn } from '../../support/postgres.ts';

const command = path.resolve(import.meta.dirname, '../../../src/cli/rebuild.ts');
const withinMs = 60_000;

/** The schema of a model, whatever version of it this program has. */
export const schemaOfModel = async (databaseUrl: string, model: string): Promise<string> => {
  const rows = await sqlOn(databaseUrl, 'SELECT nspname FROM pg_namespace WHERE nspname ~ $1', [
    `^${model}_v[0-9]+$`,
  ]);
  const [only] = rows;
  if (only === undefined || rows.length > 1) throw new Error(`${model} has ${rows.length} schemas`);
  return String(only.nspname);
};

export interface Rebuilding {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

export const startRebuild = (args: readonly string[], env: Readonly<Record<string, string>>): Rebuilding => {
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', ...env },
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
  const ended = new Promise<Awaited<Rebuilding['ended']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
};
