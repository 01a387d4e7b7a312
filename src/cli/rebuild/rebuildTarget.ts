import type { Logger } from 'pino';
import type { Stores } from '../../composition/engine/openStores.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import type { Projection } from '../../projections/engine/Projection.ts';
import { RebuildRefused, rebuildModel } from '../../projections/engine/rebuildModel.ts';
import { searchProjection } from '../../projections/search/searchProjection.ts';
import { createProgress, type ProgressOutput } from '../command/progress.ts';
import { rebuildSearchIndex } from './rebuildSearchIndex.ts';
import { rebuildSeatMaps } from './rebuildSeatMaps.ts';
import type { Target } from './targets.ts';
import { counted, type Verdict, verdictOf } from './verdict.ts';

export interface RebuildRun {
  readonly stores: Stores;
  readonly mode: 'rebuild' | 'check';
  readonly quiet: boolean;
  readonly output: ProgressOutput;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

type Of<Kind extends Target['kind']> = Extract<Target, { readonly kind: Kind }>;

/** Other engines that are filled from the model hold copies of its errors. */
const withHint = (verdict: Verdict, { name }: Projection, { stores, mode }: RebuildRun): Verdict => {
  const isCopied = name === searchProjection.name && stores.elasticsearch !== undefined;
  if (!verdict.different || mode === 'check' || !isCopied) return verdict;
  return {
    ...verdict,
    lines: [...verdict.lines, '  the search index is as it was: rebuild search-index too'],
  };
};

const rebuildOneModel = async ({ name, projection }: Of<'model'>, run: RebuildRun): Promise<Verdict> => {
  const { stores, mode, quiet, output, logger, signal } = run;
  const progress = createProgress(name, output, quiet);
  const onParked = ({ stream, position, type }: RecordedEvent, error: unknown): void =>
    logger.error({ projection: name, stream, position, type, err: error }, 'an event cannot be applied');
  try {
    const rebuilt = await rebuildModel(
      { projection, ...stores, onParked, onProgress: progress.at, signal },
      mode,
    );
    progress.stop();
    return withHint(verdictOf(name, rebuilt, mode), projection, run);
  } finally {
    progress.stop();
  }
};

const checkSeatMaps = async (
  { name }: Of<'seat-maps' | 'search-index'>,
  run: RebuildRun,
): Promise<Verdict> => {
  const { stores, mode, quiet, output, signal } = run;
  const { events, sharedSeatMaps: shared } = stores;
  if (shared === undefined) throw new RebuildRefused('seat maps are shared only where REDIS_URL is set');
  const progress = createProgress(name, output, quiet);
  try {
    const { kept, wrong } = await rebuildSeatMaps({ events, shared, onProgress: progress.at, signal }, mode);
    if (wrong === 0) return { lines: [`${name}: identical, ${counted(kept, 'map')}`], different: false };
    const done = mode === 'rebuild' ? '; rebuilt' : '';
    return {
      lines: [`${name}: DIFFERENT from the log, ${wrong} of ${counted(kept, 'map')}${done}`],
      different: true,
    };
  } finally {
    progress.stop();
  }
};

const rebuildIndex = async (
  { name }: Of<'seat-maps' | 'search-index'>,
  { stores, mode, logger }: RebuildRun,
): Promise<Verdict> => {
  const { readStore, elasticsearch } = stores;
  if (elasticsearch === undefined) {
    throw new RebuildRefused('there is a search index only where ELASTICSEARCH_URL is set');
  }
  if (mode === 'check') throw new RebuildRefused('the search index can be rebuilt, not compared');
  await rebuildSearchIndex({ readStore, writer: elasticsearch.writer, logger });
  return { lines: [`${name}: rebuilt from the search model`], different: false };
};

/** Throws RebuildRefused, LogMismatch and the engines' errors; nothing has changed then. */
export const rebuildTarget = (target: Target, run: RebuildRun): Promise<Verdict> => {
  switch (target.kind) {
    case 'model':
      return rebuildOneModel(target, run);
    case 'seat-maps':
      return checkSeatMaps(target, run);
    case 'search-index':
      return rebuildIndex(target, run);
  }
};

export const isThere = ({ kind }: Target, { stores, mode }: Pick<RebuildRun, 'stores' | 'mode'>): boolean => {
  if (kind === 'seat-maps') return stores.sharedSeatMaps !== undefined;
  return kind === 'model' || (stores.elasticsearch !== undefined && mode === 'rebuild');
};
