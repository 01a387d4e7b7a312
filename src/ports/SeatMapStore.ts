/** A cache: maps may be lost at any time, but a map must be a true state of its showtime. */
import type { SeatMap, SeatMapChange } from '../domain/showtime/seatMap.ts';

/** No connection, full, or no answer in time. */
export class SeatMapStoreUnavailable extends Error {
  override readonly name = 'SeatMapStoreUnavailable';
}

/** `known`: applied before. `gap`: an earlier change is missing and the map was dropped. `absent`: no map. */
export type SeatMapApplied = 'applied' | 'known' | 'gap' | 'absent';

/** Every method throws {@link SeatMapStoreUnavailable}. */
export interface SeatMapStore {
  read(showtimeId: string): Promise<SeatMap | undefined>;
  /** Keeps a stored map with a later revision. */
  put(map: SeatMap): Promise<'stored' | 'older'>;
  apply(change: SeatMapChange): Promise<SeatMapApplied>;
  forget(showtimeId: string): Promise<void>;
  close(): Promise<void>;
}

export interface SharedSeatMapStore extends SeatMapStore {
  /** Changes applied by any node, each at most once, some maybe never. Listeners must not throw. */
  listen(listener: (change: SeatMapChange) => void): () => void;
  /** As of the latest call or background probe. */
  isAway(): boolean;
}
