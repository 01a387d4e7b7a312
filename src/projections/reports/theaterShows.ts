import { z } from 'zod';
import { idSchema } from '../../domain/kernel/ids.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import type { Page } from '../sql/page.ts';
import { reportsProjection } from './reportsProjection.ts';

export interface ShowsQuestion {
  readonly theaterId: string;
  /** Business date; without one those that had not ended at `atInstant`. */
  readonly date?: string;
  /** Only those that were scheduled up to here, */
  readonly upTo: Position;
  /** and, if given, at this instant or before. */
  readonly recordedBy?: string;
  readonly atInstant: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface ShowRow {
  readonly id: string;
  readonly movieId: string;
  readonly theaterId: string;
  readonly hallId: string;
}

/** By start. Throws InvalidCursor, ReadStoreUnavailable, ReadModelMissing. */
export type TheaterShows = (question: ShowsQuestion) => Promise<Page<ShowRow>>;

const sql = `
  SELECT showtime_id, movie_id, theater_id, hall_id, starts_at FROM ${schemaOf(reportsProjection)}.shows
  WHERE theater_id = $1::uuid AND position <= $2::bigint AND ($8::timestamptz IS NULL OR at <= $8)
    AND CASE WHEN $4::date IS NULL THEN ends_at > $3 ELSE business_date = $4 END
    AND ($5::timestamptz IS NULL OR (starts_at, showtime_id) > ($5, $6::uuid))
  ORDER BY starts_at, showtime_id LIMIT $7`;

const kind = 'shows as of';
const cursorKey = z.tuple([z.iso.datetime(), idSchema]);
const rowSchema = z.object({
  ...{ showtime_id: z.string(), movie_id: z.string(), theater_id: z.string(), hall_id: z.string() },
  starts_at: z.date(),
});

export const theaterShows =
  (readStore: ReadStore): TheaterShows =>
  async ({ theaterId, date, upTo, recordedBy, atInstant, limit, cursor }) => {
    const after = cursor === undefined ? [null, null] : decodeCursor(kind, cursorKey, cursor);
    const asked = [theaterId, upTo, atInstant, date ?? null, ...after, limit + 1, recordedBy ?? null];
    const rows = z.array(rowSchema).parse(await readStore.query(sql, asked, 'reports'));
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const isMore = rows.length > limit && last !== undefined;
    return {
      items: shown.map((row) => ({
        id: row.showtime_id,
        ...{ movieId: row.movie_id, theaterId: row.theater_id, hallId: row.hall_id },
      })),
      nextCursor: isMore ? encodeCursor(kind, [last.starts_at.toISOString(), last.showtime_id]) : null,
    };
  };
