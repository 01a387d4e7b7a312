/** Lists the slices, opens the engines, runs the roles of this process, and closes everything in reverse order. */
import type { Logger } from 'pino';
import { booking } from './composition/booking.ts';
import { customer } from './composition/customer.ts';
import { openParts } from './composition/engine/openParts.ts';
import { runSlices } from './composition/engine/runSlices.ts';
import type { Slice } from './composition/engine/Slice.ts';
import { serve } from './composition/engine/serve.ts';
import { watchCatchUp } from './composition/engine/watchCatchUp.ts';
import { probesOf, watchEngines } from './composition/engine/watchEngines.ts';
import { gate } from './composition/gate.ts';
import { hall } from './composition/hall.ts';
import { hold } from './composition/hold.ts';
import { identity } from './composition/identity.ts';
import { log } from './composition/log.ts';
import { movie } from './composition/movie.ts';
import { notification } from './composition/notification.ts';
import { ops } from './composition/ops.ts';
import { pages } from './composition/pages.ts';
import { payments } from './composition/payments.ts';
import { proof } from './composition/proof.ts';
import { queue } from './composition/queue.ts';
import { recovery } from './composition/recovery.ts';
import { reports } from './composition/reports.ts';
import { schedule } from './composition/schedule.ts';
import { search } from './composition/search.ts';
import { seats } from './composition/seats.ts';
import { security } from './composition/security.ts';
import { settlement } from './composition/settlement.ts';
import { showtime } from './composition/showtime.ts';
import { theater } from './composition/theater.ts';
import { ticket } from './composition/ticket.ts';
import { demandPayments } from './config/payments.ts';
import type { Config } from './config.ts';
import { fillDemoCatalog } from './demo/fillDemoCatalog.ts';
import { parkedLists } from './following/parkedLists.ts';
import type { CatalogQueries } from './projections/catalog/queries.ts';
import { projectionOverview } from './projections/engine/projectionOverview.ts';

const slices: readonly Slice[] = [
  movie,
  theater,
  hall,
  schedule,
  showtime,
  seats,
  hold,
  queue,
  booking,
  recovery,
  payments,
  ticket,
  gate,
  customer,
  identity,
  notification,
  search,
  reports,
  settlement,
  log,
  security,
  proof,
  ops,
  pages,
];
const nowhere = { address: undefined, opsAddress: undefined };
export const readModels = slices.flatMap(({ projections = [] }) => projections);

export interface Marquee {
  /** Where the API listens; undefined when this process does not have that role. */
  readonly address: string | undefined;
  /** Where operators read metrics and the like, if it is not there. */
  readonly opsAddress: string | undefined;
  readonly catalog: CatalogQueries;
  /** Whether the read models have once been where the log was at the start. */
  isCaughtUp(): Promise<boolean>;
  /** Resolves when the demo catalog is in, or at once when it is not wanted here. */
  readonly filled: Promise<void>;
  /** Drains what is running, then stops it. Throws what could not be stopped, after all else was. */
  stop(): Promise<void>;
}

/** `onFatal` hears of what this process cannot go on after, such as an event that it cannot read. */
export const compose = async (
  config: Config,
  logger: Logger,
  onFatal: (error: unknown) => void,
): Promise<Marquee> => {
  demandPayments(config);
  const stack = new AsyncDisposableStack();
  const stop = () => stack.disposeAsync();
  try {
    const parts = await openParts({ config, logger, onFatal, projections: readModels }, stack);
    const running = runSlices(slices, parts, stack);
    const isCaughtUp = watchCatchUp(readModels, parts);
    let isFilled = false;
    const lookAtEngines = watchEngines(probesOf(parts));
    const readiness = async () => {
      const { engines, ...seen } = await lookAtEngines();
      const checks = { schema: true, catalog: isFilled, readModels: await isCaughtUp() };
      const browsing = seen.browsing && Object.values(checks).every(Boolean);
      const [holding, selling] = config.readOnly ? [false, false] : [seen.holding, seen.selling];
      return { ready: browsing, holding, selling, browsing, engines, checks };
    };
    const inTables = projectionOverview({ ...parts, projections: readModels, statuses: running.projections });
    const projections = async () => {
      const [{ known, projections: shown }, others] = await Promise.all([inTables(), running.others()]);
      return { known, projections: [...shown, ...others] };
    };
    const isApi = config.roles.includes('api');
    const parked = parkedLists(running.parking, parts);
    const served = { ...parts, readiness, projections, parked, lookAtEngines, jobs: running.jobs };
    const { address, opsAddress } = isApi ? await serve(slices, served, stack) : nowhere;

    // Only after the address is taken: a start that fails on it has written nothing.
    const filling = new AbortController();
    const isFiller = config.demoCatalog && config.roles.includes('processes') && !config.readOnly;
    const fill = async () => (isFiller ? fillDemoCatalog({ ...parts, signal: filling.signal }) : undefined);
    const filled = fill().then(() => {
      isFilled = true;
    });
    filled.catch(onFatal);
    if (isApi) void filled.then(parts.warmUp, () => undefined);
    stack.defer(async () => {
      filling.abort();
      await filled.catch(() => undefined);
    });
    return { address, opsAddress, catalog: parts.catalog, isCaughtUp, filled, stop };
  } catch (error) {
    await stop().catch((failure: unknown) =>
      logger.warn({ err: failure }, 'a failed start left parts behind'),
    );
    throw error;
  }
};
