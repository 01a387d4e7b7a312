import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { holdsProjection } from './holdsProjection.ts';

const schema = schemaOf(holdsProjection);

const dueSql = `
  SELECT showtime_id, cause_id, correlation_id FROM (
    SELECT DISTINCT ON (showtime_id) showtime_id, expires_at, cause_id, correlation_id
    FROM ${schema}.active_holds WHERE expires_at <= $1::timestamptz
    ORDER BY showtime_id, expires_at, hold_id
  ) AS due ORDER BY expires_at, showtime_id LIMIT $2`;

const nextSql = `SELECT min(expires_at) AS expires_at FROM ${schema}.active_holds`;

export interface ShowtimeDue {
  readonly showtimeId: string;
  /** Of the hold that has been over for longest: the event that made it. */
  readonly cause: { readonly id: string; readonly correlationId: string };
}

export interface HoldsQueries {
  /** Up to where the read model has applied the log. */
  position(): Promise<Position>;
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /**
   * Showtimes, at most `limit`, that have a hold with `expiresAt` at or before `nowMs` whose end is not recorded as
   * far as the model knows; the one that has waited longest first. Throws ReadStoreUnavailable, ReadModelMissing.
   */
  dueHolds(nowMs: number, limit: number): Promise<readonly ShowtimeDue[]>;
  /** When the next recorded hold runs out, in milliseconds since the epoch; undefined when there is none. */
  nextExpiryMs(): Promise<number | undefined>;
}

export const holdsQueries = (readStore: ReadStore): HoldsQueries => {
  const watch = positionWatch(readStore, schema);
  return {
    position: watch.position,
    waitFor: watch.waitFor,
    dueHolds: async (nowMs, limit) => {
      const rows = await readStore.query(dueSql, [new Date(nowMs).toISOString(), limit]);
      return rows.map((row) => ({
        showtimeId: String(row.showtime_id),
        cause: { id: String(row.cause_id), correlationId: String(row.correlation_id) },
      }));
    },
    nextExpiryMs: async () => {
      const [row] = await readStore.query(nextSql);
      return row?.expires_at instanceof Date ? row.expires_at.getTime() : undefined;
    },
  };
};
