import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { availabilityProjection } from './availabilityProjection.ts';
import type { ShowtimeStanding } from './ShowtimeStanding.ts';
import { standingColumns, standingOfRow } from './standingRows.ts';

const schema = schemaOf(availabilityProjection);
const askedMax = 1_000;

const standingsSql = `
  SELECT id, ${standingColumns} FROM ${schema}.standings JOIN ${schema}.seats USING (id)
  WHERE id = ANY ($1::text[]) LIMIT ${askedMax}`;

export interface AvailabilityQueries {
  /** Up to where the read model has applied the log. */
  position(): Promise<Position>;
  /** Waits until the model has applied `position`, at most `withinMs`; resolves to how far it is. */
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /**
   * By id; a showtime that the model does not know yet is absent. At most 1,000 are answered. Throws
   * ReadStoreUnavailable, ReadModelMissing.
   */
  standings(showtimeIds: readonly string[]): Promise<ReadonlyMap<string, ShowtimeStanding>>;
}

export const availabilityQueries = (readStore: ReadStore): AvailabilityQueries => {
  const watch = positionWatch(readStore, schema);
  return {
    position: watch.position,
    waitFor: watch.waitFor,
    standings: async (showtimeIds) => {
      if (showtimeIds.length === 0) return new Map();
      const rows = await readStore.query(standingsSql, [showtimeIds]);
      return new Map(rows.map((row) => [String(row.id), standingOfRow(row)]));
    },
  };
};
