import { z } from 'zod';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore, SqlValue } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import type { Bound, Grouping, ReportName } from './reportNames.ts';
import { sqlOf } from './reportSql.ts';
import { reportsProjection } from './reportsProjection.ts';
import { type TheaterShows, theaterShows } from './theaterShows.ts';

export interface ReportQuestion {
  readonly report: ReportName;
  readonly by: Grouping;
  /** Any of these; all when absent. */
  readonly theaterIds?: readonly string[];
  readonly movieId?: string;
  readonly from?: Bound;
  readonly to?: Bound;
  /** Only what the model has up to here. */
  readonly upTo: Position;
  /** Only what was recorded at this instant or before. */
  readonly asOf?: string;
  readonly limit: number;
  readonly cursor?: string;
}

const rowSchema = z.object({
  key: z.string(),
  sub: z.string(),
  movie_id: z.string().nullable(),
  theater_id: z.string().nullable(),
  hall_id: z.string().nullable(),
  starts_at: z.date().nullable(),
  business_date: z.string().nullable(),
  figures: z.record(z.string(), z.number()),
});
export type ReportRow = z.output<typeof rowSchema>;

export interface ReportPage {
  readonly rows: readonly ReportRow[];
  readonly nextCursor: string | null;
}

export interface ReportQueries {
  /** Up to where the read model has applied the log. */
  position(): Promise<Position>;
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /** Throws InvalidCursor, ReadStoreUnavailable, ReadModelMissing. */
  report(question: ReportQuestion): Promise<ReportPage>;
  /** The showtimes that a theater had. */
  readonly shows: TheaterShows;
}

const schema = schemaOf(reportsProjection);
const cursorKey = z.tuple([z.string(), z.string()]);

const boundsOf = (from: Bound | undefined, to: Bound | undefined): readonly SqlValue[] =>
  [from, to].flatMap((bound) => [
    bound !== undefined && 'date' in bound ? bound.date : null,
    bound !== undefined && 'instant' in bound ? bound.instant : null,
  ]);

export const reportQueries = (readStore: ReadStore): ReportQueries => {
  const watch = positionWatch(readStore, schema);
  return {
    position: watch.position,
    waitFor: watch.waitFor,
    shows: theaterShows(readStore),
    report: async ({ report, by, theaterIds, movieId, from, to, upTo, asOf, limit, cursor }) => {
      const kind = `${report} by ${by}`;
      const [key, sub] = cursor === undefined ? [null, null] : decodeCursor(kind, cursorKey, cursor);
      const asked = [theaterIds ?? null, movieId ?? null, ...boundsOf(from, to), upTo, asOf ?? null];
      const found = await readStore.query(
        sqlOf(schema, report, by),
        [...asked, key, sub, limit + 1],
        'reports',
      );
      const rows = z.array(rowSchema).parse(found.slice(0, limit));
      const last = rows.at(-1);
      const isMore = found.length > limit && last !== undefined;
      return { rows, nextCursor: isMore ? encodeCursor(kind, [last.key, last.sub]) : null };
    },
  };
};
