/** Wires what people browse: availability, search and seat maps, each with the engine that the settings name. */
import type { Logger } from 'pino';
import { createMemorySeatMapStore } from '../adapters/memory-seat-maps/MemorySeatMapStore.ts';
import { postgresSearchIndex } from '../adapters/postgres-search/postgresSearchIndex.ts';
import type { LogTail } from '../commands/engine/LogTail.ts';
import { foldShowtime } from '../commands/showtime/foldShowtime.ts';
import type { Config } from '../config.ts';
import {
  type AvailabilityQueries,
  availabilityQueries,
} from '../projections/availability/availabilityQueries.ts';
import type { CatalogQueries } from '../projections/catalog/queries.ts';
import { schemaOf } from '../projections/engine/Projection.ts';
import type { ProjectionStatus } from '../projections/engine/ProjectionStatus.ts';
import { positionWatch } from '../projections/engine/positionWatch.ts';
import { copySearch } from '../projections/search/copySearch.ts';
import { fallingBack } from '../projections/search/fallingBack.ts';
import { indexFreshness } from '../projections/search/indexFreshness.ts';
import { searchProjection } from '../projections/search/searchProjection.ts';
import { type SearchQueries, searchQueries } from '../projections/search/searchQueries.ts';
import { feedSharedMaps } from '../projections/seat-maps/feedSharedMaps.ts';
import { createSeatMaps, type SeatMaps } from '../projections/seat-maps/SeatMaps.ts';
import type { Engines } from './openEngines.ts';

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
  logger: Logger,
): Browsing => ({
  availability: availabilityQueries(engines.readStore),
  search: openSearch(engines, catalog, logger),
  seatMaps: openSeatMaps(config, engines, tail),
});

/** What fills an engine that is not Postgres, while it runs. */
export interface EngineFeed {
  stop(): Promise<void>;
  /** How far it is, where that can be said of it. */
  status?(): ProjectionStatus;
}

export const startCopies = (
  { seatMaps }: Browsing,
  { readStore, elasticsearch, sharedSeatMaps }: Engines,
  logger: Logger,
): readonly EngineFeed[] => [
  ...(elasticsearch === undefined ? [] : [copySearch({ readStore, ...elasticsearch, logger })]),
  ...(sharedSeatMaps === undefined ? [] : [feedSharedMaps(seatMaps, sharedSeatMaps, logger)]),
];

const openSearch = (
  { readStore, elasticsearch, events }: Engines,
  catalog: CatalogQueries,
  logger: Logger,
): SearchQueries => {
  const near = postgresSearchIndex(readStore, schemaOf(searchProjection));
  const other = searchQueries({ index: near, readStore, catalog });
  if (elasticsearch === undefined) return other;
  const { index } = elasticsearch;
  const checkpoint = async () => ({
    position: await index.position(),
    logId: events.logId,
    build: 'index',
  });
  const watch = positionWatch({ checkpoint }, 'the index of Elasticsearch');
  const preferred = searchQueries({ index, readStore, catalog, watch });
  const freshness = indexFreshness({ index, model: other, nowMs: () => performance.now() });
  return fallingBack({ preferred, other, freshness, logger });
};

const openSeatMaps = (config: Config, engines: Engines, tail: LogTail): SeatMaps => {
  const { events, sharedSeatMaps: shared } = engines;
  const near = createMemorySeatMapStore(config.showtimesInMemory);
  const fold = (showtimeId: string) => foldShowtime(events, showtimeId);
  return createSeatMaps({ near, shared, events, tail, fold });
};
