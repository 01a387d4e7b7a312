/** What `postmaster.pid` says of a running server, and whether it is true. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
  /** `starting`, `ready`, `standby` or `stopping`; empty in the first moments. */
  readonly status: string;
}

/** Undefined when there is no such file, or nothing in it yet. */
export const readPostmaster = (cluster: string): Postmaster | undefined => {
  let text: string;
  try {
    text = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    port: Number.parseInt(lines[3] ?? '', 10),
    socketDir: lines[4] ?? '',
    status: (lines[7] ?? '').trim(),
  };
};

const answersSignals = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** A process that ended but was not yet waited for still answers signals. */
const isZombie = (pid: number): boolean => {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** Every server process works in its data folder, which tells ours from a stranger with a reused number. */
const worksIn = (pid: number, cluster: string): boolean => {
  try {
    // The program's file may have been replaced since, and then has a remark behind its name.
    const program = path.basename(readlinkSync(`/proc/${pid}/exe`));
    return program.startsWith('postgres') && readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    return false;
  }
};

/** Whether a server process with that number is alive and, where the system tells, is one of this cluster. */
export const isServerProcess = (pid: number, cluster: string): boolean =>
  answersSignals(pid) && (process.platform !== 'linux' || (!isZombie(pid) && worksIn(pid, cluster)));

/** Processes of the cluster, found without its pid file. Empty where the system does not tell. */
export const serverProcesses = (cluster: string): readonly number[] => {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => pid !== process.pid && worksIn(pid, cluster) && !isZombie(pid));
};
