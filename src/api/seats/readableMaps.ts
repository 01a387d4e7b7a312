import type { FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Commands } from '../../commands/Commands.ts';
import type { Folded } from '../../commands/engine/CommandRunner.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { type SeatMap, seatMapOf } from '../../domain/showtime/seatMap.ts';
import type { SeatMaps } from '../../projections/seat-maps/SeatMaps.ts';
import type { KnownView } from '../http/ownWrites.ts';
import { notFound } from '../http/problems/Problem.ts';
import { orBefore, type Stale, staleAt } from '../http/stale.ts';

export type ReadableMap = SeatMap & { readonly stale?: Stale };

export interface ReadableMaps extends Omit<SeatMaps, 'read'> {
  /** As `SeatMaps.read`; the map of a showtime with an event that cannot be read is that before the event. */
  read(showtimeId: string): Promise<ReadableMap | undefined>;
}

/** Throws the problem not-found. */
export const existingMap = <Map extends SeatMap>(map: Map | undefined): Map => {
  if (map === undefined) throw notFound('There is no such showtime');
  return map;
};

export const mapAsItWas = ({ state, revision }: Folded<ShowtimeState>): SeatMap =>
  existingMap(state.status === 'none' ? undefined : seatMapOf(state, revision));

const keptMax = 200;
const keptMs = 1_000;

export const readableMaps = (
  seatMaps: SeatMaps,
  { showtimes }: Pick<Commands, 'showtimes'>,
): ReadableMaps => {
  const kept = new LRUCache<string, ReadableMap>({ max: keptMax, ttl: keptMs });
  const find = (showtimeId: string): Promise<ReadableMap | undefined> =>
    orBefore(
      () => seatMaps.read(showtimeId),
      async (revision) => mapAsItWas(await showtimes.readAt(showtimeId, revision)),
    );
  return {
    ...seatMaps,
    read: async (showtimeId) => {
      const known = kept.get(showtimeId);
      if (known !== undefined) return known;
      const found = await find(showtimeId);
      if (found?.stale !== undefined) kept.set(showtimeId, found);
      return found;
    },
  };
};

export type ShownMap = (map: ReadableMap) => ReadableMap;

/** Maps follow the log: while it is away, each says so. The same map is given again as long as it says the same. */
export const staleWhileAway = (
  app: Pick<FastifyInstance, 'eventLog'>,
  known: Pick<KnownView, 'position'>,
): ShownMap => {
  const made = new WeakMap<ReadableMap, ReadableMap>();
  return (map) => {
    if (map.stale !== undefined || !app.eventLog.isAway()) return map;
    const stale = staleAt(app, known.position());
    const before = made.get(map);
    if (before?.stale?.since === stale.since && before.stale.position === stale.position) return before;
    const shown = { ...map, stale };
    made.set(map, shown);
    return shown;
  };
};
