import { z } from 'zod';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { holdsProjection } from './holdsProjection.ts';

const schema = schemaOf(holdsProjection);

const dueSql = `
  SELECT showtime_id, json_agg(
    json_build_object('holdId', hold_id, 'cause', json_build_object('id', cause_id, 'correlationId', correlation_id))
    ORDER BY expires_at, hold_id
  ) AS holds
  FROM ${schema}.active_holds WHERE expires_at <= $1::timestamptz
  GROUP BY showtime_id ORDER BY min(expires_at), showtime_id LIMIT $2`;

const nextSql = `SELECT min(expires_at) AS expires_at FROM ${schema}.active_holds`;

const dueRow = z.object({
  showtime_id: z.string(),
  holds: z.array(
    z.object({ holdId: z.string(), cause: z.object({ id: z.string(), correlationId: z.string() }) }),
  ),
});

export interface ShowtimeDue {
  readonly showtimeId: string;
  /** The longest overdue first, at most one for each seat; `cause` is the event that made the hold. */
  readonly holds: z.output<typeof dueRow>['holds'];
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
      return rows.map((row) => {
        const { showtime_id: showtimeId, holds } = dueRow.parse(row);
        return { showtimeId, holds };
      });
    },
    nextExpiryMs: async () => {
      const [row] = await readStore.query(nextSql);
      return row?.expires_at instanceof Date ? row.expires_at.getTime() : undefined;
    },
  };
};
