/**
 * Makes the other engine's search index anew from the search model, beside the one that is searched, and shows it in
 * one step. The copier of a running program goes on meanwhile: what it wrote into the old index is copied once more
 * after the step.
 */
import type { ReadStore } from '../../ports/ReadStore.ts';
import type { SearchIndexWriter, SearchKind } from '../../ports/SearchIndex.ts';
import { RebuildRefused } from '../../projections/runner/rebuildModel.ts';
import { copyChanges } from '../../projections/search/copySearch.ts';

export interface SearchIndexParts {
  readonly readStore: ReadStore;
  readonly writer: SearchIndexWriter;
  readonly logId: string;
  readonly logger: { readonly warn: (data: object, message: string) => void };
}

/** Throws {@link RebuildRefused}, SearchUnavailable, ReadStoreUnavailable, ReadModelMissing; the old index then stays. */
export const rebuildSearchIndex = async (parts: SearchIndexParts): Promise<void> => {
  const { readStore, writer, logId } = parts;
  const leadership = await readStore.lead('rebuild_search_index_v1');
  if (leadership === undefined) throw new RebuildRefused('the search index is being made anew already');
  try {
    const reached = new Map<SearchKind, string>();
    await writer.prepare(logId, 'anew');
    await copyChanges(parts, reached);
    await writer.publish();
    await copyChanges(parts, reached);
  } finally {
    await leadership.release();
  }
};
