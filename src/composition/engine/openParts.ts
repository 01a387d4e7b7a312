import { join } from 'node:path';
import type { Logger } from 'pino';
import { Counter, Registry } from 'prom-client';
import { loadSecrets } from '../../adapters/keys/loadSecrets.ts';
import { loadRetiredTicketKeys } from '../../adapters/keys/ticketKeys.ts';
import { systemClock as clock, systemIds as ids } from '../../adapters/system/system.ts';
import { createCommands } from '../../commands/Commands.ts';
import { openLostDemandCounter } from '../../commands/demand/LostDemandCounter.ts';
import { openLogTail } from '../../commands/engine/LogTail.ts';
import { openBudgetKeeper } from '../../commands/limits/budgetKeeper.ts';
import { declinedCards } from '../../commands/limits/declinedCards.ts';
import { followHolds } from '../../commands/limits/followHolds.ts';
import { createRateCounts, hourWindowMs } from '../../commands/limits/rateCounts.ts';
import { nameKeys } from '../../commands/log/nameKeys.ts';
import { demandMeter } from '../../commands/queue/demandMeter.ts';
import { createRooms } from '../../commands/queue/rooms.ts';
import type { Config } from '../../config.ts';
import { systemContext } from '../../processes/engine/systemContext.ts';
import { type Projection, schemaOf } from '../../projections/engine/Projection.ts';
import { checkLogOfModels } from './checkLogOfModels.ts';
import { countedAppends } from './countedAppends.ts';
import { handedOver } from './handedOver.ts';
import { hiddenMetadata } from './hiddenMetadata.ts';
import { openEngines } from './openEngines.ts';
import { openSales } from './openSales.ts';
import { closing } from './openStores.ts';
import { openViews } from './openViews.ts';
import type { Parts } from './Parts.ts';
import { readOnlyEvents } from './readOnlyEvents.ts';

export interface OpenedParts extends Parts {
  warmUp(): Promise<void>;
}

export interface Opening {
  readonly config: Config;
  readonly logger: Logger;
  /** Called when the process cannot go on, such as after an event that it cannot read. */
  readonly onFatal: (error: unknown) => void;
  readonly projections: readonly Projection[];
}

export const openParts = async (
  { config, logger, onFatal, projections }: Opening,
  stack: AsyncDisposableStack,
): Promise<OpenedParts> => {
  const keysFolder = join(config.dataDir, 'keys');
  const loaded = await loadSecrets(keysFolder, config.secret, config.olderSecrets);
  const retiredTicketKeys = await loadRetiredTicketKeys(keysFolder);
  const metrics = new Registry();
  const opened = await openEngines(config, loaded, { clock, logger, onFatal }, stack);
  const { identityKey } = opened;
  const secrets = { ...loaded, guestIdentity: identityKey };
  await checkLogOfModels(opened, projections.map(schemaOf));
  const { fingerprint: secret, older } = loaded;
  const olderSecrets = older.map(({ fingerprint }) => fingerprint);
  const ownKeys = { keyStoreId: opened.keyStoreId, secret, olderSecrets };
  await nameKeys({ events: opened.events, clock, ids }, ownKeys, !config.readOnly);
  const source = config.readOnly ? readOnlyEvents(opened.events) : opened.events;
  const tail = closing(stack, await openLogTail(hiddenMetadata(source, identityKey), clock, onFatal));
  const log = hiddenMetadata(handedOver(opened.events, tail), identityKey);
  const events = countedAppends(config.readOnly ? readOnlyEvents(log) : log, metrics);
  const engines = { ...opened, events };
  const seatMapsMax = config.showtimesInMemory;
  const snapshotFailures = new Counter({
    name: 'marquee_snapshot_failures_total',
    help: 'Snapshots of long streams that could not be kept: these streams take ever longer to load.',
    registers: [metrics],
  });
  const commands = createCommands({ events, tail, clock, ids, logger, snapshotFailures }, seatMapsMax);
  const views = openViews({ ...engines, tail, clock, logger, seatMapsMax });
  const { bookingLists } = views;
  const budgets = closing(stack, openBudgetKeeper({ clock, shared: opened.sharedCharges, logger }));
  followHolds(budgets, tail);
  const { cardOf } = opened.payments.gateway;
  const cards = declinedCards({ cardOf, budgets, clock, key: loaded.cards });
  const selling = {
    engines,
    cards,
    commands,
    bookingLists,
    secrets,
    retiredTicketKeys,
    clock,
    ids,
    metrics,
    logger,
  };
  const { close, ...sales } = openSales(selling);
  stack.defer(close);
  const { waitingRoom, keyStore: keys } = opened;
  const rooms = createRooms(waitingRoom, clock);
  const context = () => systemContext(ids);
  const demand = demandMeter({
    ...{ commands, waitingRoom, keys, identityKey, clock, logger },
    context,
  });
  const uncounted = new Counter({
    name: 'marquee_lost_demand_uncounted_total',
    help: 'Refused holds that are in no report of lost demand.',
    registers: [metrics],
  });
  const lostDemand = closing(
    stack,
    openLostDemandCounter({ commands, clock, ids, context, uncounted, logger }),
  );
  const { sharedRates: shared } = opened;
  const counted = shared && closing(stack, openBudgetKeeper({ clock, shared, logger }));
  const rates = createRateCounts(counted);
  const writes = createRateCounts(counted, hourWindowMs);
  const made = {
    config,
    rooms,
    demand,
    lostDemand,
    budgets,
    cards,
    rates,
    writes,
    tail,
    feed: tail,
    position: tail,
    commands,
    secrets,
    metrics,
    clock,
    ids,
    logger,
  };
  return { ...engines, ...views, ...sales, ...made };
};
