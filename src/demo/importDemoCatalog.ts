/** Can be interrupted and repeated: ids are fixed, and what exists stays unchanged. */
import type { Commands } from '../commands/Commands.ts';
import type { CommandContext } from '../commands/engine/Outcome.ts';
import type { Clock } from '../ports/Clock.ts';
import type { IdSource } from '../ports/IdSource.ts';
import { readCities } from './cities.ts';
import { type DemoSources, demoCatalog } from './demoCatalog.ts';
import { readFilms } from './films.ts';
import { type ImportItem, type ImportKind, importKinds } from './ImportItem.ts';
import { importItems } from './importItems.ts';
import { importOne, type RetryLimits } from './importOne.ts';
import { forEachInFlight } from './inFlight.ts';
import type { Progress } from './progress.ts';

export const importLimits: RetryLimits & { readonly inFlightMax: number } = {
  /** Commits of one node are joined, so concurrency makes the import fast. */
  inFlightMax: 128,
  unavailableMsMax: 60_000,
  retryPauseMsMin: 250,
};

export interface ImportDeps {
  readonly commands: Commands;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly progress: Progress;
  readonly logger: { readonly info: (data: object, message: string) => void };
  /** Ids that exist, cancelled showtimes included; may be incomplete, because commands detect the others. */
  readonly known: (kind: ImportKind) => Promise<ReadonlySet<string>>;
  readonly signal?: AbortSignal;
  readonly limits?: typeof importLimits;
  readonly sources?: DemoSources;
}

type Counts = Readonly<Record<ImportKind, number>>;

export interface ImportReport {
  readonly complete: boolean;
  readonly created: Counts;
  readonly existing: Counts;
  /** Showtimes that did not fit, because staff scheduled others. */
  readonly skipped: Counts;
  readonly durationMs: number;
}

const phases: readonly (readonly ImportKind[])[] = [['movies', 'theaters'], ['halls'], ['showtimes']];

const zeroCounts = (): Record<ImportKind, number> => ({ movies: 0, theaters: 0, halls: 0, showtimes: 0 });

const readSources = async (): Promise<DemoSources> => {
  const [films, cities] = await Promise.all([readFilms(), readCities()]);
  return { films, cities };
};

const missingOf = async (
  items: readonly ImportItem[],
  known: ImportDeps['known'],
): Promise<{ readonly missing: readonly ImportItem[]; readonly existing: Record<ImportKind, number> }> => {
  const ids = new Map(await Promise.all(importKinds.map(async (kind) => [kind, await known(kind)] as const)));
  const existing = zeroCounts();
  const missing = items.filter(({ kind, id }) => {
    const exists = ids.get(kind)?.has(id) === true;
    if (exists) existing[kind] += 1;
    return !exists;
  });
  return { missing, existing };
};

/** Imports what is missing at the clock's time. Throws ImportFailed; what was imported until then remains. */
export const importDemoCatalog = async (deps: ImportDeps): Promise<ImportReport> => {
  const { clock, progress, signal, limits = importLimits } = deps;
  const startedMs = clock.nowMs();
  const sources = deps.sources ?? (await readSources());
  const items = importItems(demoCatalog(sources, startedMs), deps.commands);
  const { missing, existing } = await missingOf(items, deps.known);
  const counts = { created: zeroCounts(), existing, skipped: zeroCounts() };

  const correlationId = deps.ids.next();
  const context: CommandContext = { correlationId, causationId: correlationId, actor: { role: 'system' } };
  let doneCount = 0;
  const work = async (item: ImportItem): Promise<void> => {
    const result = await importOne(item, context, limits, signal);
    if (result === undefined) return;
    counts[result][item.kind] += 1;
    doneCount += 1;
    progress.advance(item.kind);
  };
  if (missing.length > 0) {
    progress.start(missing.length);
    try {
      for (const kinds of phases) {
        const ofPhase = missing.filter(({ kind }) => kinds.includes(kind));
        await forEachInFlight(ofPhase, limits.inFlightMax, work, signal);
      }
    } finally {
      progress.stop();
    }
  }
  const complete = doneCount === missing.length;
  const report = { complete, ...counts, durationMs: clock.nowMs() - startedMs };
  deps.logger.info(report, complete ? 'demo catalog is complete' : 'import of the demo catalog was cut off');
  return report;
};
