import { LRUCache } from 'lru-cache';
import { applySeatMapChange, type SeatMap } from '../../domain/showtime/seatMap.ts';
import type { SeatMapStore } from '../../ports/SeatMapStore.ts';

/**
 * `mapsMax`: how many maps are kept; about 20 KB each in a hall of 200 seats. Each call has happened by the time it
 * returns its promise, so callers that do not wait are served in their order.
 */
export const createMemorySeatMapStore = (mapsMax: number): SeatMapStore => {
  const maps = new LRUCache<string, SeatMap>({ max: mapsMax });
  return {
    read: async (showtimeId) => maps.get(showtimeId),
    put: async (map) => {
      const kept = maps.peek(map.showtimeId);
      if (kept !== undefined && kept.revision > map.revision) return 'older';
      maps.set(map.showtimeId, map);
      return 'stored';
    },
    apply: async (change) => {
      const kept = maps.peek(change.showtimeId);
      if (kept === undefined) return 'absent';
      const next = applySeatMapChange(kept, change);
      if (next === 'known') return 'known';
      if (next === 'gap') {
        maps.delete(change.showtimeId);
        return 'gap';
      }
      maps.set(change.showtimeId, next);
      return 'applied';
    },
    forget: async (showtimeId) => {
      maps.delete(showtimeId);
    },
    close: async () => maps.clear(),
  };
};
