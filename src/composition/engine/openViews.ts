import type { Logger } from 'pino';
import { createMemorySeatMapStore } from '../../adapters/memory-seat-maps/MemorySeatMapStore.ts';
import { postgresSearchIndex } from '../../adapters/postgres-search/postgresSearchIndex.ts';
import type { LogTail } from '../../commands/engine/LogTail.ts';
import { foldStream } from '../../commands/engine/readStream.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import { availabilityProjection } from '../../projections/availability/availabilityProjection.ts';
import { availabilityQueries } from '../../projections/availability/availabilityQueries.ts';
import { bookingsProjection } from '../../projections/bookings/bookingsProjection.ts';
import { bookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import { openBookingsQueries } from '../../projections/bookings/openBookingsQueries.ts';
import { catalogProjection } from '../../projections/catalog/catalogProjection.ts';
import { catalogQueries } from '../../projections/catalog/catalogQueries.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import { modelFreshness } from '../../projections/engine/modelFreshness.ts';
import { filterOf, type Projection, schemaOf } from '../../projections/engine/Projection.ts';
import { modelWatch, positionWatch } from '../../projections/engine/positionWatch.ts';
import { staleStreams } from '../../projections/engine/staleStreams.ts';
import { outboxProjection } from '../../projections/outbox/outboxProjection.ts';
import { outboxQueries } from '../../projections/outbox/outboxQueries.ts';
import { reportQueries } from '../../projections/reports/reportQueries.ts';
import { reportsProjection } from '../../projections/reports/reportsProjection.ts';
import { settlementQueries } from '../../projections/reports/settlementQueries.ts';
import { staleFigures } from '../../projections/reports/staleFigures.ts';
import { fallingBack } from '../../projections/search/fallingBack.ts';
import { indexFreshness } from '../../projections/search/indexFreshness.ts';
import { searchProjection } from '../../projections/search/searchProjection.ts';
import { type SearchQueries, searchQueries } from '../../projections/search/searchQueries.ts';
import { createSeatMaps } from '../../projections/seat-maps/SeatMaps.ts';
import type { Engines } from './openEngines.ts';
import type { Views } from './Parts.ts';

export interface ViewParts
  extends Pick<Engines, 'events' | 'readStore' | 'elasticsearch' | 'sharedSeatMaps'> {
  readonly tail: LogTail;
  readonly clock: SteadyClock;
  readonly logger: Logger;
  readonly seatMapsMax: number;
}

export const openViews = (parts: ViewParts): Views => {
  const { events, readStore, sharedSeatMaps: shared, tail, clock, seatMapsMax } = parts;
  const behind = (projection: Projection) => ({
    asOf: modelFreshness(projection, { readStore, events, tail, clock }),
    waitFor: modelWatch(projection, { readStore, feed: tail }).waitFor,
  });
  const catalog = catalogQueries(readStore);
  const settlements = settlementQueries(readStore);
  const parkedBy = (...models: readonly Projection[]) => staleStreams(models, { readStore, events, clock });
  const fold = (showtimeId: string) => foldStream(showtimeAggregate, events, showtimeId);
  return {
    catalog: { ...catalog, ...behind(catalogProjection) },
    availability: { ...availabilityQueries(readStore), ...behind(availabilityProjection) },
    search: { ...openSearch(parts, catalog), ...behind(searchProjection) },
    bookingLists: { ...bookingsQueries(readStore), ...behind(bookingsProjection) },
    openBookings: { ...openBookingsQueries(readStore), ...behind(bookingsProjection) },
    outbox: { ...outboxQueries(readStore), waitFor: behind(outboxProjection).waitFor },
    reports: { ...reportQueries(readStore), ...behind(reportsProjection) },
    settlements,
    staleShowtimes: parkedBy(catalogProjection, availabilityProjection),
    staleBookings: parkedBy(bookingsProjection),
    staleFigures: staleFigures(parkedBy(reportsProjection), settlements),
    seatMaps: createSeatMaps({ near: createMemorySeatMapStore(seatMapsMax), shared, events, tail, fold }),
  };
};

const openSearch = (
  { readStore, elasticsearch, events, tail, logger }: ViewParts,
  catalog: CatalogQueries,
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
  const fed = { feed: tail, filter: filterOf(searchProjection) };
  const watch = positionWatch({ checkpoint }, 'the index of Elasticsearch', fed);
  const preferred = searchQueries({ index, readStore, catalog, watch });
  const freshness = indexFreshness({ index, model: other, nowMs: () => performance.now() });
  return fallingBack({ preferred, other, freshness, logger });
};
