/** Processor time as Linux counts it. Undefined where /proc does not tell. */
import { readdirSync, readFileSync } from 'node:fs';

/** Of user and system time in /proc, on every Linux of today. */
const clockTicksPerSecond = 100;

/** Fields of `/proc/<pid>/stat` after the command's name, which is in parentheses and may hold spaces. */
const statOf = (pid: number | string): readonly string[] | undefined => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    return undefined;
  }
};

const ownTicks = (stat: readonly string[]): number => Number(stat[11]) + Number(stat[12]);
/** Of children that have ended and were waited for. */
const endedChildrenTicks = (stat: readonly string[]): number => Number(stat[13]) + Number(stat[14]);

export const processorSecondsOf = (pid: number): number | undefined => {
  const stat = statOf(pid);
  return stat === undefined ? undefined : ownTicks(stat) / clockTicksPerSecond;
};

/** Of a server that forks, such as Postgres: the process and all its children, those that have ended included. */
export const processorSecondsOfFamily = (pid: number): number | undefined => {
  const stat = statOf(pid);
  if (stat === undefined) return undefined;
  let ticks = ownTicks(stat) + endedChildrenTicks(stat);
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const child = statOf(name);
    if (child !== undefined && Number(child[1]) === pid) ticks += ownTicks(child);
  }
  return ticks / clockTicksPerSecond;
};
