import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports/Clock.ts';
import type { UsedProofs } from '../../ports/UsedProofs.ts';

const usedMaxDefault = 100_000;

/** Of more than `usedMax` the least recent are forgotten. */
export const openMemoryUsedProofs = (clock: Clock, usedMax = usedMaxDefault): UsedProofs => {
  const used = new LRUCache<string, number>({ max: usedMax });
  return {
    use: async (id, untilMs) => {
      if ((used.get(id) ?? 0) > clock.nowMs()) return false;
      used.set(id, untilMs);
      return true;
    },
    giveBack: async (id) => void used.delete(id),
  };
};
