import { z } from 'zod';
import type { RentalTerms } from '../../domain/movie/rentalTerms.ts';
import { booksCloseAfterMs } from '../../domain/policies/policies.ts';
import type { LeftOut, SettlementLine } from '../../domain/settlement/events.ts';
import { settlementLine } from '../../domain/settlement/settlementLines.ts';
import type { ShowtimeSummary } from '../../domain/showtime/events.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore, SqlValue } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { decodeCursor, encodeCursor } from '../sql/cursor.ts';
import { type Page, type PageRequest, pageOf } from '../sql/page.ts';
import { reportsProjection } from './reportsProjection.ts';
import {
  agreedRow,
  causeCursor,
  causeRow,
  dueDayRow,
  dueSummaryRow,
  leftOutRow,
  lineCursor,
  statementRow,
  summaryRow,
  sumsRow,
  termsRow,
} from './settlementRows.ts';
import {
  agreedTermsSql,
  causesSql,
  dueDaysSql,
  dueSummariesSql,
  parkedSql,
  statementsSql,
  summarySql,
  sumsSql,
  termsSql,
} from './settlementSql.ts';

export interface SettledDay {
  readonly businessDate: string;
  /** Any of these; all when absent. */
  readonly theaterIds?: readonly string[];
  readonly movieId?: string;
  /** Only what the model has up to here, */
  readonly upTo: Position;
  /** and, if given, only what was recorded at this instant or before, */
  readonly asOf?: string;
  /** and without what a statement left out. */
  readonly leftOut?: readonly LeftOut[];
}

/** All where one is absent. */
export interface FigureScope {
  readonly theaterIds?: readonly string[];
  readonly businessDate?: string;
  readonly movieId?: string;
}

export interface TheaterLine extends SettlementLine {
  readonly theaterId: string;
}

export interface IssuedStatement {
  readonly theaterId: string;
  readonly number: number;
  /** Of its event. */
  readonly position: Position;
  readonly at: string;
  readonly upTo: Position;
  readonly leftOut: readonly LeftOut[];
}

/** What an event changed in a statement. */
export interface SettlementCause {
  readonly position: Position;
  readonly at: string;
  readonly kind: 'capacity' | 'show-cancelled' | 'captured' | 'cancelled' | 'refunded';
  readonly seats: number;
  readonly amount?: { readonly amount: number; readonly currency: string };
  readonly showtimeId: string;
  readonly movieId: string;
}

export interface AgreedTerms {
  readonly movieId: string;
  readonly position: Position;
  readonly at: string;
}

export interface RecordedSummary {
  readonly position: Position;
  readonly at: string;
  readonly summary: ShowtimeSummary;
}

/** All throw ReadStoreUnavailable, ReadModelMissing; those with a cursor also InvalidCursor. */
export interface SettlementQueries {
  lines(day: SettledDay, page: PageRequest): Promise<Page<TheaterLine>>;
  /** After `from`, up to the day's `upTo`, and what the day left out at `from`. */
  causes(day: SettledDay, from: Position, page: PageRequest): Promise<Page<SettlementCause>>;
  /** After `from`, up to `to`; the latest 100. */
  termsAgreed(movieIds: readonly string[], from: Position, to: Position): Promise<readonly AgreedTerms[]>;
  /** Newest first for each theater; at most 1,000. */
  statements(day: SettledDay): Promise<readonly IssuedStatement[]>;
  /** Business dates that are over and have no statement, or an older one. */
  dueDays(nowMs: number, limit: number): Promise<readonly { theaterId: string; businessDate: string }[]>;
  /** Parked streams that figures of this scope lack events of, or may lack; by position, at most 1,000. */
  leftOut(scope: FigureScope): Promise<readonly LeftOut[]>;
  /** Showtimes whose books may be closed, those that ended first before the others. */
  dueSummaries(
    nowMs: number,
    limit: number,
  ): Promise<readonly { showtimeId: string; closesAfterMs: number }[]>;
  summary(showtimeId: string, upTo: Position, asOf?: string): Promise<RecordedSummary | undefined>;
}

const schema = schemaOf(reportsProjection);
const sums = sumsSql(schema);
const causes = causesSql(schema);
const terms = termsSql(schema);
const statements = statementsSql(schema);
const dueDays = dueDaysSql(schema);
const dueSummaries = dueSummariesSql(schema);
const parked = parkedSql(schema);
const summary = summarySql(schema);
const agreements = agreedTermsSql(schema);
const statementsMax = 1_000;
const agreementsMax = 100;

const noLine = [null, null, null] as const;
const noCause = [null, null] as const;

const askedOf = ({ businessDate, theaterIds, movieId, upTo, asOf }: SettledDay) =>
  [businessDate, theaterIds ?? null, movieId ?? null, upTo, asOf ?? null] as const;

const leftOutOf = ({ leftOut = [] }: SettledDay): string => JSON.stringify(leftOut);

const lineOf = (
  row: z.output<typeof sumsRow>,
  { businessDate }: SettledDay,
  agreed: ReadonlyMap<string, RentalTerms>,
): TheaterLine => {
  const {
    movie_id: movieId,
    returned: seatsReturned,
    currency,
    showtimes,
    bookings,
    seats,
    gross,
    refunds,
  } = row;
  const sumsOf = { movieId, currency, showtimes, bookings, seats, seatsReturned, gross, refunds };
  return { theaterId: row.theater_id, ...settlementLine(sumsOf, businessDate, agreed.get(movieId)) };
};

const causeOf = (row: z.output<typeof causeRow>): SettlementCause => {
  const { position, at, kind, seats, amount, currency, showtime_id: showtimeId, movie_id: movieId } = row;
  const money = amount === null || currency === null ? {} : { amount: { amount, currency } };
  return { position, at, kind, seats, ...money, showtimeId, movieId };
};

const statementOf = ({
  theater_id: theaterId,
  up_to: upTo,
  left_out: leftOut,
  ...row
}: z.output<typeof statementRow>): IssuedStatement => ({
  ...{ theaterId, upTo, ...row },
  leftOut: leftOut ?? [],
});

export const settlementQueries = (readStore: ReadStore): SettlementQueries => {
  const rowsOf = async <Row>(
    sql: string,
    values: readonly SqlValue[],
    row: z.ZodType<Row>,
  ): Promise<readonly Row[]> => z.array(row).parse(await readStore.query(sql, values, 'reports'));

  const agreedTerms = async (movieIds: readonly string[], day: SettledDay) => {
    const asked = [[...new Set(movieIds)], day.upTo, day.asOf ?? null, leftOutOf(day)];
    const rows = await rowsOf(terms, asked, termsRow);
    return new Map(rows.map((row) => [row.movie_id, row.terms]));
  };

  return {
    lines: async (day, { limit, cursor }) => {
      const after = cursor === undefined ? noLine : decodeCursor('settlement lines', lineCursor, cursor);
      const rows = await rowsOf(sums, [...askedOf(day), ...after, limit + 1, leftOutOf(day)], sumsRow);
      const agreed = await agreedTerms(
        rows.map(({ movie_id }) => movie_id),
        day,
      );
      return pageOf(
        rows,
        limit,
        (row) => lineOf(row, day, agreed),
        (row) => encodeCursor('settlement lines', [row.theater_id, row.movie_id, row.currency]),
      );
    },
    causes: async (day, from, { limit, cursor }) => {
      const after = cursor === undefined ? noCause : decodeCursor('settlement causes', causeCursor, cursor);
      const asked = [...askedOf(day), from, ...after, limit + 1, leftOutOf(day)];
      const rows = await rowsOf(causes, asked, causeRow);
      return pageOf(rows, limit, causeOf, ({ position, part }) =>
        encodeCursor('settlement causes', [position, part]),
      );
    },
    termsAgreed: async (movieIds, from, to) =>
      (await rowsOf(agreements, [movieIds, from, to, agreementsMax], agreedRow)).map(
        ({ movie_id, ...row }) => ({
          movieId: movie_id,
          ...row,
        }),
      ),
    statements: async ({ businessDate, theaterIds, upTo, asOf }) => {
      const asked = [businessDate, theaterIds ?? null, upTo, asOf ?? null, statementsMax];
      return (await rowsOf(statements, asked, statementRow)).map(statementOf);
    },
    dueDays: async (nowMs, limit) =>
      (await rowsOf(dueDays, [new Date(nowMs).toISOString(), limit], dueDayRow)).map((row) => ({
        theaterId: row.theater_id,
        businessDate: row.business_date,
      })),
    leftOut: ({ theaterIds, businessDate, movieId }) =>
      rowsOf(parked, [theaterIds ?? null, businessDate ?? null, movieId ?? null], leftOutRow),
    dueSummaries: async (nowMs, limit) => {
      const asked = [new Date(nowMs).toISOString(), limit, booksCloseAfterMs(undefined)];
      return (await rowsOf(dueSummaries, asked, dueSummaryRow)).map((row) => ({
        showtimeId: row.showtime_id,
        closesAfterMs: row.after_ms,
      }));
    },
    summary: async (showtimeId, upTo, asOf) =>
      (await rowsOf(summary, [showtimeId, upTo, asOf ?? null], summaryRow))[0],
  };
};
