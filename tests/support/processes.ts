/**
 * What the operating system says is running in a folder. Only Linux tells all of it; elsewhere nothing is found, and a test that counts on it must say so.
 */
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { eventually } from './eventually.ts';

/** uid and gid of a user without any rights of its own; the same on every Linux. */
export const nobody = 65_534;

/** Undefined once it is gone; a process may end while it is being looked at. */
const ask = <Answer>(question: () => Answer): Answer | undefined => {
  try {
    return question();
  } catch {
    return undefined;
  }
};

/** State letter and parent, from /proc. */
const statOf = (pid: number) => {
  const stat = ask(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === undefined) return undefined;
  const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, parent: Number(parent) };
};

/** Processes that ended and were not collected yet do not count. */
const livePids = (): readonly number[] => {
  const all = (ask(() => readdirSync('/proc')) ?? []).map(Number).filter(Number.isInteger);
  return all.filter((pid) => pid !== process.pid && (statOf(pid)?.state ?? 'Z') !== 'Z');
};

/** Processes that work in the folder or name it in their arguments. */
export const processesIn = (folder: string): readonly number[] => {
  const real = ask(() => realpathSync(folder)) ?? folder;
  return livePids().filter((pid) => {
    const works = ask(() => readlinkSync(`/proc/${pid}/cwd`)) ?? '';
    const said = ask(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '';
    return works === real || works.startsWith(real + path.sep) || said.includes(real);
  });
};

const commandOf = (pid: number): string =>
  (ask(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? '').split('\0').join(' ').trim();

/** The database servers that work in the folder: postmaster and backends, not programs of ours. */
export const databaseServersIn = (folder: string): readonly number[] =>
  processesIn(folder).filter((pid) =>
    path.basename(ask(() => readlinkSync(`/proc/${pid}/exe`)) ?? '').startsWith('postgres'),
  );

/** The one that all the others are children of. Throws when it is not there. */
export const postmasterIn = (folder: string): number => {
  const servers = databaseServersIn(folder);
  const found = servers.find((pid) => !servers.includes(statOf(pid)?.parent ?? 0));
  if (found === undefined) throw new Error(`no database server works in ${folder}`);
  return found;
};

export const sendSignal = (pid: number, signal: NodeJS.Signals): void => {
  ask(() => process.kill(pid, signal));
};

/** Passes when nothing of it is left; says what is. */
export const expectNoProcesses = (folder: string, withinMs = 5_000): Promise<void> =>
  eventually(() => {
    const left = processesIn(folder).map((pid) => `${pid} ${commandOf(pid)}`);
    if (left.length > 0) throw new Error(`still running in ${folder}:\n${left.join('\n')}`);
  }, withinMs);

/** Ends whatever still works in the folder. */
export const killProcessesIn = (folder: string): Promise<void> =>
  eventually(() => {
    const left = processesIn(folder);
    for (const pid of left) sendSignal(pid, 'SIGKILL');
    if (left.length > 0) throw new Error('some are still there');
  }, 10_000);
