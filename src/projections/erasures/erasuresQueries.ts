import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { erasuresProjection } from './erasuresProjection.ts';

const schema = schemaOf(erasuresProjection);

const afterSql = `
  SELECT customer_id, position FROM ${schema}.erased
  WHERE (position, customer_id) > ($1, $2) ORDER BY position, customer_id LIMIT $3`;

/** One erasure, and the place in the order to go on from. */
export interface Erasure {
  readonly customerId: string;
  readonly position: Position;
}

export interface ErasuresQueries {
  /** At most `limit` erasures after one, in the order of the log. Throws ReadStoreUnavailable, ReadModelMissing. */
  erasedAfter(after: Erasure, limit: number): Promise<readonly Erasure[]>;
}

export const erasuresQueries = (readStore: Pick<ReadStore, 'query'>): ErasuresQueries => ({
  erasedAfter: async (after, limit) => {
    const rows = await readStore.query(afterSql, [after.position, after.customerId, limit]);
    return rows.map((row) => ({ customerId: String(row.customer_id), position: String(row.position) }));
  },
});
