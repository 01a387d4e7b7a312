import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { catalogProjection } from './catalogProjection.ts';

export type CatalogKind = 'movies' | 'theaters' | 'halls' | 'showtimes';

/** Every id of the kind, cancelled showtimes included. Throws ReadStoreUnavailable, ReadModelMissing. */
export const catalogIds = async (
  readStore: Pick<ReadStore, 'query'>,
  kind: CatalogKind,
): Promise<ReadonlySet<string>> => {
  const rows = await readStore.query(`SELECT id FROM ${schemaOf(catalogProjection)}.${kind}`);
  return new Set(rows.map((row) => String(row.id)));
};
