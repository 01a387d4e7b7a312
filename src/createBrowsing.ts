/** Wires what people browse: availability, search and seat maps, each with the engine that the settings name. */
import type { Logger } from 'pino';
import { createMemorySeatMapStore } from './adapters/memory-seat-maps/MemorySeatMapStore.ts';
import { postgresSearchIndex } from './adapters/postgres-search/postgresSearchIndex.ts';
import { foldShowtime } from './commands/foldShowtime.ts';
import type { LogTail } from './commands/LogTail.ts';
import type { Config } from './config.ts';
import type { Engines } from './openEngines.ts';
import {
  type AvailabilityQueries,
  availabilityQueries,
} from './projections/availability/availabilityQueries.ts';
import type { CatalogQueries } from './projections/catalog/queries.ts';
import { schemaOf } from './projections/runner/Projection.ts';
import { copySearch } from './projections/search/copySearch.ts';
import { fallingBack } from './projections/search/fallingBack.ts';
import { searchProjection } from './projections/search/searchProjection.ts';
import { type SearchQueries, searchQueries } from './projections/search/searchQueries.ts';
import { feedSharedMaps } from './projections/seat-maps/feedSharedMaps.ts';
import { createSeatMaps, type SeatMaps } from './projections/seat-maps/SeatMaps.ts';

export interface Browsing {
  readonly availability: AvailabilityQueries;
  readonly search: SearchQueries;
  readonly seatMaps: SeatMaps;
}

export const createBrowsing = (
  config: Config,
  engines: Engines,
  tail: LogTail,
  catalog: CatalogQueries,
): Browsing => ({
  availability: availabilityQueries(engines.readStore),
  search: openSearch(engines, catalog),
  seatMaps: openSeatMaps(config, engines, tail),
});

/** Starts what fills the engines that are not Postgres; gives what stops it. */
export const startCopies = (
  { seatMaps }: Browsing,
  { events, readStore, elasticsearch, sharedSeatMaps }: Engines,
  logger: Logger,
): readonly (() => Promise<void>)[] => {
  const stops: (() => Promise<void>)[] = [];
  if (elasticsearch !== undefined) {
    const copying = copySearch({ readStore, writer: elasticsearch.writer, logId: events.logId, logger });
    stops.push(() => copying.stop());
  }
  if (sharedSeatMaps !== undefined) {
    const feed = feedSharedMaps(seatMaps, sharedSeatMaps, logger);
    stops.push(() => feed.stop());
  }
  return stops;
};

const openSearch = ({ readStore, elasticsearch }: Engines, catalog: CatalogQueries): SearchQueries => {
  const near = postgresSearchIndex(readStore, schemaOf(searchProjection));
  const search = searchQueries({ index: near, readStore, catalog });
  if (elasticsearch === undefined) return search;
  return fallingBack(searchQueries({ index: elasticsearch.index, readStore, catalog }), search);
};

const openSeatMaps = (config: Config, engines: Engines, tail: LogTail): SeatMaps => {
  const { events, sharedSeatMaps: shared } = engines;
  const near = createMemorySeatMapStore(config.showtimesInMemory);
  const fold = (showtimeId: string) => foldShowtime(events, showtimeId);
  return createSeatMaps({ near, shared, events, tail, fold });
};
