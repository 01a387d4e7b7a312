/**
 * The composition root: names the adapters, wires the roles of this process, and takes everything down again in
 * order. No rules live here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { z } from 'zod';
import { loadSecrets, type Secrets } from './adapters/keys/loadSecrets.ts';
import { loadRetiredTicketKeys } from './adapters/keys/ticketKeys.ts';
import { systemClock, systemIds } from './adapters/system/system.ts';
import type { ApiInstance } from './api/http/ApiInstance.ts';
import { buildApp } from './api/http/app.ts';
import { type Commands, createCommands } from './commands/Commands.ts';
import { type LogTail, openLogTail } from './commands/engine/LogTail.ts';
import { countedAppends } from './composition/countedAppends.ts';
import { type Browsing, createBrowsing, type EngineFeed, startCopies } from './composition/createBrowsing.ts';
import { createSales, type Sales } from './composition/createSales.ts';
import { type Engines, openEngines } from './composition/openEngines.ts';
import { addOpenWorkMetrics } from './composition/openWorkMetrics.ts';
import { addProjectionMetrics } from './composition/projectionMetrics.ts';
import { reactionsShown } from './composition/reactionsShown.ts';
import { routeGroups } from './composition/routeGroups.ts';
import { createReactions, startJobs, startReactions, stopProcesses } from './composition/startProcesses.ts';
import type { Config } from './config.ts';
import { fillDemoCatalog } from './demo/fillDemoCatalog.ts';
import { availabilityProjection } from './projections/availability/availabilityProjection.ts';
import { bookingsProjection } from './projections/bookings/bookingsProjection.ts';
import { type BookingsQueries, bookingsQueries } from './projections/bookings/bookingsQueries.ts';
import { catalogProjection } from './projections/catalog/catalogProjection.ts';
import { catalogQueries } from './projections/catalog/catalogQueries.ts';
import type { CatalogQueries } from './projections/catalog/queries.ts';
import { requireLog } from './projections/engine/failures.ts';
import { modelFreshness } from './projections/engine/modelFreshness.ts';
import { type Projection, schemaOf } from './projections/engine/Projection.ts';
import { type RunningProjection, startProjection } from './projections/engine/ProjectionRunner.ts';
import { type ProjectionShown, projectionOverview } from './projections/engine/projectionOverview.ts';
import { openBookingsProjection } from './projections/openBookings/openBookingsProjection.ts';
import { openBookingsQueries } from './projections/openBookings/openBookingsQueries.ts';
import { outboxQueries } from './projections/outbox/outboxQueries.ts';
import { readModels } from './projections/readModels.ts';
import { searchProjection } from './projections/search/searchProjection.ts';

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

const clock = systemClock;
const ids = systemIds;
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
  readonly bookingLists: BookingsQueries;
  readonly sales: Sales;
  readonly browsing: Browsing;
  readonly secrets: Secrets;
  readonly metrics: Registry;
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
    const keysFolder = join(config.dataDir, 'keys');
    const secrets = await loadSecrets(keysFolder, config.secret, config.olderSecrets);
    const retiredTicketKeys = await loadRetiredTicketKeys(keysFolder);
    const opened = await openEngines(config, secrets, clock, logger);
    stops.push(() => opened.close());
    const metrics = new Registry();
    const engines = { ...opened, events: countedAppends(opened.events, metrics) };
    const { events, readStore } = engines;
    await checkLogIds(engines);
    const tail = await openLogTail(events, clock, onFatal);
    stops.push(() => tail.close());
    const commands = createCommands({ events, tail, clock, ids, logger }, config.showtimesInMemory);
    const catalog = catalogQueries(readStore);
    const bookingLists = bookingsQueries(readStore);
    const shared = { engines, commands, bookingLists, secrets, metrics, logger };
    const sales = createSales({ ...shared, retiredTicketKeys, clock, ids });
    stops.push(() => sales.close());
    const browsing = createBrowsing(config, engines, tail, catalog, logger);
    const parts: Parts = { ...shared, config, tail, catalog, sales, browsing };

    const projections = config.roles.includes('projections') ? startProjections(parts) : [];
    stops.push(() => Promise.all(projections.map((each) => each.stop())));
    const copies = config.roles.includes('projections') ? startCopies(browsing, engines, logger) : [];
    stops.push(() => Promise.all(copies.map((each) => each.stop())));
    const processDeps = { ...parts, clock, ids };
    const isProcessing = config.roles.includes('processes');
    const reactions = createReactions(processDeps);
    const reacting = isProcessing ? startReactions(reactions, processDeps) : [];
    const jobs = isProcessing ? startJobs(processDeps) : [];
    stops.push(() => stopProcesses([...jobs, ...reacting], engines.notifier));
    const showReactions = () =>
      reactionsShown(
        reactions.map(({ name }) => name),
        readStore,
        reacting.map((each) => each.status()),
      );

    const isCaughtUp = watchCatchUp(parts);
    let isFilled = false;
    let address: string | undefined;
    if (config.roles.includes('api')) {
      const app = await createApp(parts, projections, { copies, showReactions }, async () => {
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
    if (address !== undefined) void filled.then(sales.warmUp, () => undefined);
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

/** A node that meets the read model of another log refuses to start. */
const checkLogIds = async ({ events, readStore }: Engines): Promise<void> => {
  for (const schema of readModels.map(schemaOf)) {
    const checkpoint = await readStore.checkpoint(schema);
    if (checkpoint !== undefined) requireLog(schema, checkpoint, events.logId);
  }
};

const startProjections = ({ engines, logger }: Parts): readonly RunningProjection[] => {
  const { events, readStore } = engines;
  return readModels.map((projection) => startProjection({ projection, events, readStore, logger, clock }));
};

/** The demo catalog is filled by the processes role alone: other nodes find it in the log. */
const fill = async (parts: Parts, signal: AbortSignal): Promise<void> => {
  const { config, engines, catalog, commands, logger } = parts;
  if (!config.demoCatalog || !config.roles.includes('processes')) return;
  await fillDemoCatalog({ ...engines, catalog, commands, clock, ids, logger, signal });
};

/** Whether every read model has once been where the log was when this process started. */
const watchCatchUp = ({ engines }: Parts): (() => Promise<boolean>) => {
  const { events, readStore } = engines;
  const start = events.head();
  start.catch(() => undefined);
  let caughtUp = false;
  return async () => {
    if (caughtUp) return true;
    const checkpoints = Promise.all(readModels.map((each) => readStore.checkpoint(schemaOf(each))));
    caughtUp = await Promise.all([checkpoints, start]).then(
      ([reached, head]) => reached.every((each) => each !== undefined && each.position >= head),
      () => false,
    );
    return caughtUp;
  };
};

/** What `/v1/ops/projections` shows beside the read models. */
interface OverviewSources {
  readonly copies: readonly EngineFeed[];
  showReactions(): Promise<readonly ProjectionShown[]>;
}

const createApp = (
  {
    config,
    engines,
    tail,
    commands,
    catalog,
    bookingLists,
    sales,
    browsing,
    secrets,
    metrics,
    logger,
  }: Parts,
  projections: readonly RunningProjection[],
  { copies, showReactions }: OverviewSources,
  readiness: () => Promise<{ ready: boolean; checks: Record<string, boolean> }>,
) => {
  const { events, readStore } = engines;
  const inTables = projectionOverview({
    ...{ projections: readModels, events, readStore, clock },
    statuses: () => projections.map((each) => each.status()),
  });
  const overview = async () => {
    const [{ known, projections: shown }, reactions] = await Promise.all([inTables(), showReactions()]);
    const ofCopies = copies.flatMap((each) => each.status?.() ?? []);
    return { known, projections: [...shown, ...ofCopies, ...reactions] };
  };
  collectDefaultMetrics({ register: metrics });
  addProjectionMetrics(metrics, overview);
  const openBookings = openBookingsQueries(readStore);
  const outbox = outboxQueries(readStore);
  addOpenWorkMetrics(metrics, {
    stuckPayments: openBookings.stuckCount,
    parkedMessages: async () => (await outbox.counts()).parked,
  });
  const behind = (projection: Projection) => ({
    asOf: modelFreshness(projection, { readStore, events, tail, clock }),
  });
  const { rateLimitPerMinute: max, databaseUrl, trustProxy } = config;
  // Without a trusted proxy in front, loopback is this machine itself.
  const exemptLoopback = databaseUrl === undefined || !trustProxy;
  const rateLimit = { max, windowMs: rateWindowMs, exemptLoopback };
  const { bookings, customers, texts, tickets, paymentNotices } = sales;
  const { ledger } = engines.payments;
  const deps = {
    commands,
    events,
    seatMaps: browsing.seatMaps,
    catalog: { ...catalog, ...behind(catalogProjection) },
    availability: { ...browsing.availability, ...behind(availabilityProjection) },
    search: { ...browsing.search, ...behind(searchProjection) },
    bookingLists: { ...bookingLists, ...behind(bookingsProjection) },
    openBookings: { ...openBookings, ...behind(openBookingsProjection) },
    ...{ outbox, bookings, customers, texts, tickets },
    ...(ledger === undefined ? {} : { paymentLedger: ledger }),
    ...(paymentNotices === undefined ? {} : { paymentNotices }),
    position: tail,
    readiness,
    projections: overview,
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
  };
  return buildApp(
    deps,
    routeGroups.map((add) => (app: ApiInstance) => add(app, deps)),
  );
};

const packageVersion = (): string => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
};
