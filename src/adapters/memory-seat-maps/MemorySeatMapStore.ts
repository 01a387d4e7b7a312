import { LRUCache } from 'lru-cache';
import { applySeatMapChange, type SeatMap } from '../../domain/showtime/seatMap.ts';
import type { SeatMapStore } from '../../ports/SeatMapStore.ts';

/** A map takes about 20 KB in a hall of 200 seats. Calls take effect before they return, so they keep their order. */
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
