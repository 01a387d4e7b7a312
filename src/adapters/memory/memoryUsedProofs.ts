import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports/Clock.ts';
import type { UsedProofs } from '../../ports/UsedProofs.ts';

/** The least recent are forgotten. */
const usedMax = 100_000;

export const openMemoryUsedProofs = (clock: Clock): UsedProofs => {
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
