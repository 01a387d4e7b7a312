/** Fills the demo catalog at start, on one node at a time: the wiring between the importer and this program's parts. */
import type { Logger } from 'pino';
import { importDemoCatalog } from './cli/import/importDemoCatalog.ts';
import { importProgress } from './cli/import/progress.ts';
import type { Commands } from './commands/Commands.ts';
import type { Clock } from './ports/Clock.ts';
import type { EventStore } from './ports/EventStore.ts';
import type { IdSource } from './ports/IdSource.ts';
import type { ReadStore } from './ports/ReadStore.ts';
import { catalogIds } from './projections/catalog/catalogIds.ts';
import type { CatalogQueries } from './projections/catalog/queries.ts';

export interface FillDeps {
  readonly events: EventStore;
  readonly readStore: ReadStore;
  readonly catalog: CatalogQueries;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** How long to wait for the catalog's read model, which says cheaply what is there already. */
const catchUpMs = 60_000;

export const fillDemoCatalog = async (deps: FillDeps): Promise<void> => {
  const { events, readStore, catalog, commands, clock, ids, logger, signal } = deps;
  const leadership = await readStore.lead('demo_import_v1');
  if (leadership === undefined) {
    logger.info({}, 'another process fills the demo catalog');
    return;
  }
  try {
    await catalog.waitFor(await events.head(), catchUpMs);
    await importDemoCatalog({
      commands,
      clock,
      ids,
      logger,
      signal,
      progress: importProgress(process.stderr),
      known: (kind) => catalogIds(readStore, kind),
    });
    // Whoever was told "ready" must find what was imported.
    await catalog.waitFor(await events.head(), catchUpMs);
  } finally {
    await leadership.release();
  }
};
