import { Counter, type Registry } from 'prom-client';
import type { SecurityLogDeps } from '../../commands/security/securityLog.ts';

export const countSecurityEntries = (registry: Registry): SecurityLogDeps['counts'] => {
  const registers = [registry];
  const stored = new Counter({
    name: 'marquee_security_entries_total',
    help: 'Entries of the security log that are stored.',
    registers,
  });
  const lost = new Counter({
    name: 'marquee_security_entries_lost_total',
    help: 'Entries that are not: the queue was full, the store was away at the end, or they were one of a flood.',
    labelNames: ['why'],
    registers,
  });
  for (const why of ['full', 'unstored', 'flood']) lost.inc({ why }, 0);
  return {
    stored: (entries) => stored.inc(entries),
    lost: (why, entries) => lost.inc({ why }, entries),
  };
};
