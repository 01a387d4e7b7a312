import type pg from 'pg';
import { eventStoreLimits } from '../../ports/EventStore.ts';
import { isTransient, pauseBefore, unavailable } from './connectionErrors.ts';

export type Query = { name?: string; text: string; values: unknown[] };

/** Reads can be repeated, so that a restart of the server causes a pause instead of an error. */
export const queryPatiently = async <Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  query: Query,
  readMs: number,
): Promise<readonly Row[]> => {
  const untilMs = performance.now() + readMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (await pool.query<Row>(query)).rows;
    } catch (error) {
      if (pool.ending || !isTransient(error) || performance.now() >= untilMs) throw unavailable(error);
      await pauseBefore(attempt);
    }
  }
};

export const clampCount = (count: number | undefined): number =>
  Math.max(0, Math.min(count ?? eventStoreLimits.readEventsMax, eventStoreLimits.readEventsMax));
