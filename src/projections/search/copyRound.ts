import type { ReadStore } from '../../ports/ReadStore.ts';
import type { SearchIndexWriter, SearchKind, SearchProgress, SearchSource } from '../../ports/SearchIndex.ts';
import { countDocuments, searchDocuments, searchSource } from './searchDocuments.ts';

const batchMax = 1_000;
/** Batches of a kind in one round: with a thousand rows each, more documents than one index should have. */
const batchesMax = 20_000;
const kinds: readonly SearchKind[] = ['movies', 'theaters', 'showtimes'];

export interface CopyParts {
  readonly readStore: Pick<ReadStore, 'query'>;
  readonly writer: SearchIndexWriter;
  readonly logger: { readonly error: (data: object, message: string) => void };
  readonly onBehind?: () => void;
}

export interface Copy {
  readonly source: SearchSource;
  /** Undefined while nothing of it can be found yet. */
  readonly reached: SearchProgress | undefined;
}

/** Finds the index of the model as it stands, or begins an empty one: always with `isRebuild`. */
export const prepareCopy = async ({ readStore, writer }: CopyParts, isRebuild = false): Promise<Copy> => {
  const { logId, build, change } = await searchSource(readStore);
  const source = { logId, build };
  return { source, reached: await writer.prepare(source, isRebuild ? 'nothing' : change) };
};

const copyKind = async (
  { readStore, writer, logger }: CopyParts,
  kind: SearchKind,
  afterChange: number,
  goesOn: () => boolean,
): Promise<void> => {
  let afterId = '';
  for (let batch = 0; batch < batchesMax && goesOn(); batch += 1) {
    const documents = await searchDocuments(readStore, kind, afterChange, { afterId, limit: batchMax });
    if (documents.length > 0) {
      const refused = await writer.write(kind, documents);
      if (refused.length > 0)
        logger.error({ kind, refused }, 'search cannot store documents: they are parked');
    }
    if (documents.length < batchMax) return;
    afterId = documents.at(-1)?.id ?? afterId;
  }
  if (goesOn()) throw new Error(`more than ${batchesMax * batchMax} ${kind} to copy`);
};

/**
 * Brings the index to where the model is now. Answers undefined when the model is another one than the index was
 * begun from, or when `goesOn` says no: then nothing was committed.
 */
export const copyRound = async (
  parts: CopyParts,
  { source, reached }: Copy,
  goesOn: () => boolean = () => true,
): Promise<SearchProgress | undefined> => {
  const { build, logId, change, position } = await searchSource(parts.readStore);
  if (build !== source.build || logId !== source.logId) return undefined;
  if (reached !== undefined && reached.change === change && reached.position === position) return reached;
  parts.onBehind?.();
  const afterChange = reached?.change ?? 0;
  if (change > afterChange) {
    for (const kind of kinds) await copyKind(parts, kind, afterChange, goesOn);
  }
  if (!goesOn()) return undefined;
  await parts.writer.commit({ change, position });
  return { change, position };
};

/** Whether the index holds as many documents as the model, where nothing changed since. */
export const isWholeCopy = async (
  { readStore, writer }: CopyParts,
  reached: SearchProgress,
): Promise<boolean> => {
  const counted = await writer.counts();
  const { change, counts } = await countDocuments(readStore);
  return change !== reached.change || kinds.every((kind) => counts[kind] === counted[kind]);
};
