/**
 * Keeps another engine's index in step with the search model: one copier over any number of processes, which starts
 * with everything, so that an engine that was away, emptied or restored heals by itself. Finding must not enter.
 */
import type { ReadStore } from '../../ports/ReadStore.ts';
import type { SearchIndexWriter, SearchKind } from '../../ports/SearchIndex.ts';
import { searchDocuments } from './searchDocuments.ts';

/** Rows of a batch that is read and written as one. */
const batchMax = 1_000;
const batchesPerRoundMax = 1_000;
const pauseMs = 250;
const pauseAfterFailureMs = 2_000;
/** A stream that was parked comes late, with positions that the copier is past: so all is copied again so often. */
const wholeCopyEveryMs = 600_000;
const kinds: readonly SearchKind[] = ['movies', 'theaters', 'showtimes'];

interface CopyDeps {
  readonly readStore: ReadStore;
  readonly writer: SearchIndexWriter;
  readonly logId: string;
  readonly logger: { readonly warn: (data: object, message: string) => void };
}

/** Copies what changed after the positions in `reached`, moving them; poison is told and passed by. */
export const copyChanges = async (
  { readStore, writer, logger }: Omit<CopyDeps, 'logId'>,
  reached: Map<SearchKind, string>,
): Promise<void> => {
  for (const kind of kinds) {
    for (let batch = 0; batch < batchesPerRoundMax; batch += 1) {
      const documents = await searchDocuments(readStore, kind, reached.get(kind) ?? '', batchMax);
      const last = documents.at(-1);
      if (last === undefined) break;
      const poisoned = await writer.write(kind, documents);
      if (poisoned.length > 0) logger.warn({ kind, ids: poisoned }, 'documents that search cannot store');
      reached.set(kind, last.position);
    }
  }
};

export const copySearch = (deps: CopyDeps): { stop(): Promise<void> } => {
  const { readStore, writer, logId, logger } = deps;
  const stopping = new AbortController();
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });

  /** From everything on, until it is time to begin again or something fails. */
  const copy = async (isLeading: () => boolean): Promise<void> => {
    const reached = new Map<SearchKind, string>();
    const state = await writer.prepare(logId);
    const untilMs = performance.now() + wholeCopyEveryMs;
    await copyChanges(deps, reached);
    if (state === 'building') await writer.publish();
    while (isLeading() && !stopping.signal.aborted && performance.now() < untilMs) {
      await pause(pauseMs);
      await copyChanges(deps, reached);
    }
  };

  const lead = async (): Promise<void> => {
    const leadership = await readStore.lead('search_copy_v1');
    if (leadership === undefined) return;
    let leading = true;
    const lose = (): void => {
      leading = false;
    };
    leadership.ended.then(lose, lose);
    try {
      while (leading && !stopping.signal.aborted) await copy(() => leading);
    } finally {
      await leadership.release();
    }
  };

  const running = (async () => {
    while (!stopping.signal.aborted) {
      await lead().catch((error: unknown) => logger.warn({ err: error }, 'search is not copied for now'));
      if (!stopping.signal.aborted) await pause(pauseAfterFailureMs);
    }
  })();

  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
