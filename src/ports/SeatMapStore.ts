/**
 * Where ready-made seat maps are kept. A store may lose any of them at any time; it must never have a map that is
 * no true state of its showtime. Adapters: in process and Redis; one contract suite runs over both.
 */
import type { SeatMap, SeatMapChange } from '../domain/showtime/seatMap.ts';

/** The engine is away, full or did not answer in time: nothing is known of what was asked last. */
export class SeatMapStoreUnavailable extends Error {
  override readonly name = 'SeatMapStoreUnavailable';
}

/**
 * `applied`; `known`: the map has it already; `gap`: something before it is missing, so the store has dropped its
 * map; `absent`: there is no map. After the last two the caller puts a whole one.
 */
export type SeatMapApplied = 'applied' | 'known' | 'gap' | 'absent';

/** Every call throws {@link SeatMapStoreUnavailable}. */
export interface SeatMapStore {
  /** The map as kept here; undefined when there is none, which is not an empty hall. */
  read(showtimeId: string): Promise<SeatMap | undefined>;
  /** Keeps a whole map, unless the one that is kept has a later revision. */
  put(map: SeatMap): Promise<'stored' | 'older'>;
  /** Takes the change whose `after` is the kept map's revision, and no other. */
  apply(change: SeatMapChange): Promise<SeatMapApplied>;
  /** Drops the map if there is one. */
  forget(showtimeId: string): Promise<void>;
  close(): Promise<void>;
}

/** A store that several nodes share. */
export interface SharedSeatMapStore extends SeatMapStore {
  /** Hears of the changes that any node applied, each at most once, some maybe never. Listeners must not throw. */
  listen(listener: (change: SeatMapChange) => void): () => void;
  /** Whether the engine was last seen not answering; it is then looked for in the background. */
  isAway(): boolean;
}
