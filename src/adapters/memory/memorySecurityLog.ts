import type { SecurityEntry, SecurityFilter, SecurityLogStore } from '../../ports/SecurityLog.ts';

const laterFirst = (one: Pick<SecurityEntry, 'id' | 'atMs'>, other: Pick<SecurityEntry, 'id' | 'atMs'>) =>
  other.atMs - one.atMs || Number(one.id < other.id) - Number(one.id > other.id);

const isAsked = (entry: SecurityEntry, { fromMs, toMs, actorId, action, outcome }: SecurityFilter) =>
  entry.atMs >= (fromMs ?? entry.atMs) &&
  (toMs === undefined || entry.atMs < toMs) &&
  entry.actorId === (actorId ?? entry.actorId) &&
  entry.action === (action ?? entry.action) &&
  entry.outcome === (outcome ?? entry.outcome);

export const openMemorySecurityLog = (): SecurityLogStore => {
  const entries = new Map<string, SecurityEntry>();
  return {
    append: async (added) => {
      for (const entry of added) if (!entries.has(entry.id)) entries.set(entry.id, entry);
    },
    read: async (filter, { limit, after }) =>
      [...entries.values()]
        .filter((entry) => isAsked(entry, filter))
        .toSorted(laterFirst)
        .filter((entry) => after === undefined || laterFirst(after, entry) < 0)
        .slice(0, limit),
    forget: async ({ beforeMs, strangersBeforeMs }) => {
      for (const { id, atMs, actorId, outcome } of entries.values()) {
        const isStrangers = actorId === undefined && outcome === 'refused';
        if (atMs < (isStrangers ? strangersBeforeMs : beforeMs)) entries.delete(id);
      }
    },
  };
};
