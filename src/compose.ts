/**
 * The composition root: names the adapters, wires the roles of this process, and takes everything down again in
 * order. No rules live here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { v7 } from 'uuid';
import { z } from 'zod';
import { loadSecrets, type Secrets } from './adapters/keys/loadSecrets.ts';
import { createMemorySeatMapStore } from './adapters/memory-seat-maps/MemorySeatMapStore.ts';
import { postgresSearchIndex } from './adapters/postgres-search/postgresSearchIndex.ts';
import { buildApp } from './api/app.ts';
import { type Commands, createCommands } from './commands/Commands.ts';
import { foldShowtime } from './commands/foldShowtime.ts';
import { type LogTail, openLogTail } from './commands/LogTail.ts';
import type { Config } from './config.ts';
import { fillDemoCatalog } from './fillDemoCatalog.ts';
import { type Engines, openEngines } from './openEngines.ts';
import { expireHolds } from './processes/expireHolds.ts';
import { finishReservations } from './processes/finishReservations.ts';
import { type RunningProcess, runProcess } from './processes/runProcess.ts';
import { availabilityProjection } from './projections/availability/availabilityProjection.ts';
import {
  type AvailabilityQueries,
  availabilityQueries,
} from './projections/availability/availabilityQueries.ts';
import { catalogProjection } from './projections/catalog/catalogProjection.ts';
import { catalogQueries } from './projections/catalog/catalogQueries.ts';
import type { CatalogQueries } from './projections/catalog/queries.ts';
import { holdsProjection } from './projections/holds/holdsProjection.ts';
import { holdsQueries } from './projections/holds/holdsQueries.ts';
import { reservationsProjection } from './projections/reservations/reservationsProjection.ts';
import { reservationsQueries } from './projections/reservations/reservationsQueries.ts';
import { requireLog } from './projections/runner/failures.ts';
import { schemaOf } from './projections/runner/Projection.ts';
import { type RunningProjection, startProjection } from './projections/runner/ProjectionRunner.ts';
import { copySearch } from './projections/search/copySearch.ts';
import { fallingBack } from './projections/search/fallingBack.ts';
import { searchProjection } from './projections/search/searchProjection.ts';
import { type SearchQueries, searchQueries } from './projections/search/searchQueries.ts';
import { feedSharedMaps } from './projections/seat-maps/feedSharedMaps.ts';
import { createSeatMaps, type SeatMaps } from './projections/seat-maps/SeatMaps.ts';

export interface Marquee {
  /** Where the API listens; undefined when this process does not have that role. */
  readonly address: string | undefined;
  readonly catalog: CatalogQueries;
  /** Whether the read models have once been where the log was at the start. */
  isCaughtUp(): Promise<boolean>;
  /** Resolves when the demo catalog is in, or at once when it is not wanted here. */
  readonly filled: Promise<void>;
  /** Drains what is running, then stops it. */
  stop(): Promise<void>;
}

const clock = { nowMs: () => Date.now() };
const ids = { next: () => v7() };
/** Requests are shed while the event loop lags more than this. */
const eventLoopDelayMsMax = 2_000;
const rateWindowMs = 60_000;

/** Everything one process is made of, as the parts below pass it on. */
interface Parts {
  readonly config: Config;
  readonly engines: Engines;
  readonly tail: LogTail;
  readonly commands: Commands;
  readonly catalog: CatalogQueries;
  readonly availability: AvailabilityQueries;
  readonly search: SearchQueries;
  readonly seatMaps: SeatMaps;
  readonly secrets: Secrets;
  readonly logger: Logger;
}

/** `onFatal` hears of what this process cannot go on after, such as an event that it cannot read. */
export const compose = async (
  config: Config,
  logger: Logger,
  onFatal: (error: unknown) => void,
): Promise<Marquee> => {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    // A part that does not go quietly must not keep the others, the database above all, from being stopped.
    for (const each of stops.splice(0).reverse()) await each().catch((error) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, `not all stopped: ${String(failures[0])}`);
  };
  try {
    const secrets = await loadSecrets(join(config.dataDir, 'keys'), config.secret);
    const engines = await openEngines(config, logger);
    stops.push(() => engines.close());
    const { events, readStore } = engines;
    await checkLogIds(engines);
    const tail = await openLogTail(events, clock, onFatal);
    stops.push(() => tail.close());
    const commands = createCommands({ events, tail, clock, ids, logger }, config.showtimesInMemory);
    const catalog = catalogQueries(readStore);
    const availability = availabilityQueries(readStore);
    const seatMaps = openSeatMaps(config, engines, tail);
    const search = openSearch(engines, catalog);
    const readModels = { catalog, availability, search, seatMaps };
    const parts: Parts = { config, engines, tail, commands, ...readModels, secrets, logger };

    const projections = config.roles.includes('projections') ? startProjections(parts) : [];
    stops.push(() => Promise.all(projections.map((each) => each.stop())));
    const { elasticsearch, sharedSeatMaps } = engines;
    if (elasticsearch !== undefined && config.roles.includes('projections')) {
      const copying = copySearch({ readStore, writer: elasticsearch.writer, logId: events.logId, logger });
      stops.push(() => copying.stop());
    }
    if (sharedSeatMaps !== undefined && config.roles.includes('projections')) {
      const feed = feedSharedMaps(seatMaps, sharedSeatMaps, logger);
      stops.push(() => feed.stop());
    }
    const processes = config.roles.includes('processes') ? startProcesses(parts) : [];
    stops.push(() => Promise.all(processes.map((each) => each.stop())));

    const isCaughtUp = watchCatchUp(parts);
    let isFilled = false;
    let address: string | undefined;
    if (config.roles.includes('api')) {
      const app = await createApp(parts, projections, async () => {
        const checks = { schema: true, catalog: isFilled, readModels: await isCaughtUp() };
        return { ready: Object.values(checks).every(Boolean), checks };
      });
      stops.push(() => app.close());
      address = await app.listen({ host: config.host, port: config.port });
    }

    // Only once the address is ours: a start that fails on it must not have begun to write.
    const filling = new AbortController();
    const filled = fill(parts, filling.signal).then(() => {
      isFilled = true;
    });
    filled.catch(onFatal);
    stops.push(async () => {
      filling.abort();
      await filled.catch(() => undefined);
    });
    return { address, catalog, isCaughtUp, filled, stop };
  } catch (error) {
    await stop().catch((failure: unknown) =>
      logger.warn({ err: failure }, 'a failed start left parts behind'),
    );
    throw error;
  }
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

const projected = [
  catalogProjection,
  availabilityProjection,
  searchProjection,
  holdsProjection,
  reservationsProjection,
];

/** A node that meets the read model of another log refuses to start. */
const checkLogIds = async ({ events, readStore }: Engines): Promise<void> => {
  for (const schema of projected.map(schemaOf)) {
    const checkpoint = await readStore.checkpoint(schema);
    if (checkpoint !== undefined) requireLog(schema, checkpoint, events.logId);
  }
};

const startProjections = ({ engines, logger }: Parts): readonly RunningProjection[] => {
  const { events, readStore } = engines;
  const shared = { events, readStore, logger, clock };
  return [
    startProjection({ ...shared, projection: catalogProjection }),
    startProjection({ ...shared, projection: availabilityProjection }),
    startProjection({ ...shared, projection: searchProjection }),
    startProjection({ ...shared, projection: holdsProjection }),
    startProjection({ ...shared, projection: reservationsProjection }),
  ];
};

const startProcesses = ({ engines, commands, logger }: Parts): readonly RunningProcess[] => {
  const { readStore } = engines;
  const { showtimes } = commands;
  const due = holdsQueries(readStore).dueHolds;
  const unfinished = reservationsQueries(readStore).unfinishedReservations;
  return [
    expireHolds({ due, showtimes, clock, ids }),
    finishReservations({ unfinished, commands, clock, ids, logger }),
  ].map((process) => runProcess(process, readStore, logger));
};

/** The demo catalog is filled by the processes role alone: other nodes find it in the log. */
const fill = async (parts: Parts, signal: AbortSignal): Promise<void> => {
  const { config, engines, catalog, commands, logger } = parts;
  if (!config.demoCatalog || !config.roles.includes('processes')) return;
  await fillDemoCatalog({ ...engines, catalog, commands, clock, ids, logger, signal });
};

/** Whether the read models have once been where the log was when this process started. */
const watchCatchUp = ({ engines, catalog, availability, search }: Parts): (() => Promise<boolean>) => {
  const start = engines.events.head();
  start.catch(() => undefined);
  let caughtUp = false;
  return async () => {
    caughtUp ||= await Promise.all([
      start,
      ...[catalog, availability, search].map((model) => model.position()),
    ]).then(
      ([head, ...positions]) => positions.every((position) => position >= head),
      () => false,
    );
    return caughtUp;
  };
};

const createApp = (
  { config, engines, tail, commands, catalog, availability, search, seatMaps, secrets, logger }: Parts,
  projections: readonly RunningProjection[],
  readiness: () => Promise<{ ready: boolean; checks: Record<string, boolean> }>,
) => {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const { rateLimitPerMinute: max, databaseUrl } = config;
  const rateLimit = { max, windowMs: rateWindowMs, exemptLoopback: databaseUrl === undefined };
  return buildApp({
    commands,
    events: engines.events,
    catalog,
    availability,
    search,
    seatMaps,
    position: tail,
    readiness,
    projections: () => projections.map((each) => each.status()),
    metrics,
    secrets,
    clock,
    ids,
    settings: {
      ...(max > 0 ? { rateLimit } : {}),
      eventLoopDelayMsMax,
      trustProxy: config.trustProxy,
      version: packageVersion(),
    },
    logger,
  });
};

const packageVersion = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
};
