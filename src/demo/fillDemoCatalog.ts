import type { Commands } from '../commands/Commands.ts';
import type { Clock } from '../ports/Clock.ts';
import { type EventStore, isLogAway } from '../ports/EventStore.ts';
import type { IdSource } from '../ports/IdSource.ts';
import { ReadModelMissing, type ReadStore, ReadStoreUnavailable } from '../ports/ReadStore.ts';
import { type CatalogKind, catalogIds } from '../projections/catalog/catalogIds.ts';
import type { CatalogQueries } from '../projections/catalog/queries.ts';
import { type ImportDeps, importDemoCatalog } from './importDemoCatalog.ts';
import { importProgress } from './progress.ts';

export interface FillDeps {
  readonly events: Pick<EventStore, 'head'>;
  readonly readStore: Pick<ReadStore, 'lead' | 'query'>;
  readonly catalog: Pick<CatalogQueries, 'waitFor'>;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: ImportDeps['logger'];
  readonly signal: AbortSignal;
}

/** For the catalog's read model, which tells cheaply what exists. */
const catchUpMs = 60_000;

/** Empty where the read model is not there: the import then runs every command. */
const knownIds = (readStore: FillDeps['readStore'], kind: CatalogKind): Promise<ReadonlySet<string>> =>
  catalogIds(readStore, kind).catch((error: unknown) => {
    if (error instanceof ReadModelMissing || error instanceof ReadStoreUnavailable) return new Set<string>();
    throw error;
  });

export const fillDemoCatalog = async (deps: FillDeps): Promise<void> => {
  const { events, readStore, catalog, commands, clock, ids, logger, signal } = deps;
  const leadership = await readStore.lead('demo_import_v1');
  if (leadership === undefined) {
    logger.info({}, 'another process fills the demo catalog');
    return;
  }
  // The import goes on, and ends, without: the read model only saves commands that change nothing.
  const catchUp = async (): Promise<void> => {
    try {
      await catalog.waitFor(await events.head(), catchUpMs);
    } catch (error) {
      if (!isLogAway(error) && !(error instanceof ReadStoreUnavailable)) throw error;
    }
  };
  try {
    await catchUp();
    await importDemoCatalog({
      commands,
      clock,
      ids,
      logger,
      signal,
      progress: importProgress(process.stderr),
      known: (kind) => knownIds(readStore, kind),
    });
    await catchUp();
  } finally {
    await leadership.release();
  }
};
