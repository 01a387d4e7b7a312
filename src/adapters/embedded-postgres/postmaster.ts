import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
  /** `starting`, `ready`, `standby` or `stopping`; empty at first. */
  readonly status: string;
}

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

/** A zombie still answers signals. */
const isZombie = (pid: number): boolean => {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};

/** Server processes work in their data folder, which tells them from other processes with a reused pid. */
const worksIn = (pid: number, cluster: string): boolean => {
  try {
    // " (deleted)" follows the path when the file was replaced.
    const program = path.basename(readlinkSync(`/proc/${pid}/exe`));
    return program.startsWith('postgres') && readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    return false;
  }
};

export const isServerProcess = (pid: number, cluster: string): boolean =>
  answersSignals(pid) && (process.platform !== 'linux' || (!isZombie(pid) && worksIn(pid, cluster)));

/** Without the pid file; empty on systems without /proc. */
export const serverProcesses = (cluster: string): readonly number[] => {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => pid !== process.pid && worksIn(pid, cluster) && !isZombie(pid));
};
