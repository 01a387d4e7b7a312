/** What a running program wrote into the old index meanwhile is copied after the switch. */
import type { ReadStore } from '../../ports/ReadStore.ts';
import { RebuildRefused } from '../../projections/engine/rebuildModel.ts';
import { type CopyParts, copyRound, prepareCopy } from '../../projections/search/copyRound.ts';

export interface SearchIndexParts extends CopyParts {
  readonly readStore: ReadStore;
}

/** Throws RebuildRefused, SearchUnavailable, ReadStoreUnavailable, ReadModelMissing; the old index then stays. */
export const rebuildSearchIndex = async (parts: SearchIndexParts): Promise<void> => {
  const leadership = await parts.readStore.lead('rebuild_search_index_v1');
  if (leadership === undefined) throw new RebuildRefused('the search index is being rebuilt already');
  try {
    const copy = await prepareCopy(parts, true);
    const reached = await copyRound(parts, copy);
    if (reached === undefined) throw new RebuildRefused('the search model was rebuilt meanwhile');
    await copyRound(parts, { ...copy, reached });
  } finally {
    await leadership.release();
  }
};
