import { hourTextSql, localHourSql } from './localHour.ts';
import type { Grouping, ReportName } from './reportNames.ts';

/** Parameters of every report: 1 theaters, 2 movie, 3 and 4 from (date, instant), 5 and 6 to, 7 position, 8 as of, 9 and 10 cursor, 11 rows. */
const asked = '(f.position <= $7::bigint AND ($8::timestamptz IS NULL OR f.at <= $8))';
const within = (date: string, instant: string): string =>
  `(($3::date IS NULL OR ${date} >= $3) AND ($4::timestamptz IS NULL OR ${instant} >= $4)
    AND ($5::date IS NULL OR ${date} <= $5) AND ($6::timestamptz IS NULL OR ${instant} < $6))`;

const startText = `to_char(s.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI')`;

interface Time {
  readonly date: string;
  readonly localHour: string;
  readonly offset: string;
}

/** Of the show's start. */
const showTime: Time = {
  date: 's.business_date',
  localHour: localHourSql('s.starts_at', 's.utc_offset'),
  offset: 's.utc_offset',
};
const factTime: Time = { date: 'f.business_date', localHour: 'f.local_hour', offset: 'f.utc_offset' };

/** Rows are told apart by columns that are cheap to compare, and the text of their key is made of those. */
const groupingOf = (by: Grouping, { date, localHour, offset }: Time) => {
  const none = { movie: 'NULL', theater: 'NULL', hall: 'NULL', starts: 'NULL::timestamptz', dated: 'NULL' };
  switch (by) {
    case 'showtime':
      return {
        ...{ columns: ['s.showtime_id'], key: `${startText} || ' ' || s.showtime_id` },
        ...{ movie: 's.movie_id::text', theater: 's.theater_id::text', hall: 's.hall_id::text' },
        ...{ starts: 's.starts_at', dated: 's.business_date::text' },
      };
    case 'movie':
      return { ...none, columns: ['s.movie_id'], key: 's.movie_id::text', movie: 's.movie_id::text' };
    case 'hall': {
      // A hall is of one theater.
      const hall = { columns: ['s.hall_id'], key: 's.hall_id::text', hall: 's.hall_id::text' };
      return { ...none, ...hall, theater: 'min(s.theater_id::text)' };
    }
    case 'business-date':
      return { ...none, columns: [date], key: `${date}::text`, dated: `${date}::text` };
    case 'hour':
      return { ...none, columns: [localHour, offset], key: hourTextSql(localHour, offset) };
  }
};

const sum = (kind: string, column: 'n' | 'seats' | 'amount' = 'seats'): string =>
  `coalesce(sum(f.${column}) FILTER (WHERE f.kind = '${kind}'), 0)`;

const figuresOf = (report: ReportName): string => {
  switch (report) {
    case 'occupancy': {
      const held = `${sum('held')} + ${sum('swapped')} - ${sum('released')} - ${sum('expired')} - ${sum('booked')}`;
      return `'showtimes', ${sum('capacity', 'n')}, 'seats', ${sum('capacity')},
        'booked', ${sum('booked')} - ${sum('returned')}, 'held', ${held},
        'blocked', ${sum('blocked')} - ${sum('unblocked')}, 'admitted', ${sum('admitted')}`;
    }
    case 'revenue':
      return `'bookings', ${sum('captured', 'n')}, 'seats', ${sum('captured')}, 'gross', ${sum('captured', 'amount')},
        'refunds', ${sum('refunded', 'amount')}`;
    case 'funnel':
      return `'holds', ${sum('held', 'n')}, 'seatsHeld', ${sum('held')}, 'released', ${sum('released', 'n')},
        'expired', ${sum('expired', 'n')}, 'checkouts', ${sum('checkout', 'n')}, 'declined', ${sum('declined', 'n')},
        'booked', ${sum('booked', 'n')}, 'confirmed', ${sum('confirmed', 'n')}, 'seatsConfirmed', ${sum('confirmed')},
        'givenUp', ${sum('given-up', 'n')}, 'cancelled', ${sum('cancelled', 'n')}, 'seatsCancelled', ${sum('cancelled')}`;
    case 'lost-demand':
      return `'refusals', sum(f.n), 'seats', sum(f.seats)`;
  }
};

const kindsOf: Readonly<Record<ReportName, readonly string[]>> = {
  occupancy: [
    'show-cancelled',
    'capacity',
    'held',
    'swapped',
    'released',
    'expired',
    'booked',
    'returned',
    'blocked',
    'unblocked',
    'admitted',
  ],
  revenue: ['captured', 'refunded'],
  funnel: [
    'held',
    'released',
    'expired',
    'checkout',
    'declined',
    'booked',
    'confirmed',
    'given-up',
    'cancelled',
  ],
  'lost-demand': ['lost'],
};

/** Columns by which rows of one report are told apart beside its grouping. */
const splitOf = (report: ReportName): readonly string[] => {
  if (report === 'revenue') return ['currency'];
  return report === 'lost-demand' ? ['why', 'seat_type', 'party'] : [];
};

const timeOf = (by: Grouping): readonly string[] => {
  if (by === 'hour') return ['local_hour', 'utc_offset'];
  return by === 'business-date' ? ['business_date'] : [];
};

const subOf = (report: ReportName): string => {
  if (report === 'revenue') return 'f.currency';
  if (report === 'lost-demand') return `f.why || ' ' || f.seat_type || ' ' || lpad(f.party::text, 2, '0')`;
  return `''::text`;
};

/** Occupancy is of shows, by when they start; all else is of what happened, by when it did. */
const isOfShows = (report: ReportName): boolean => report === 'occupancy';

const askedShows = (schema: string): string => `f.showtime_id IN (
      SELECT showtime_id FROM ${schema}.shows
      WHERE ($1::uuid[] IS NULL OR theater_id = ANY ($1)) AND ($2::uuid IS NULL OR movie_id = $2)
        AND ${within('business_date', 'starts_at')})`;

const notCancelled = `f.showtime_id NOT IN (SELECT showtime_id FROM totals WHERE kind = 'show-cancelled')`;

const askedFacts = `($1::uuid[] IS NULL OR f.theater_id = ANY ($1)) AND ${within('f.business_date', 'f.happened_at')}`;

/** Summed up by showtime and kind first: what is left then is small, whatever is made of it. */
export const sqlOf = (schema: string, report: ReportName, by: Grouping): string => {
  const ofShows = isOfShows(report);
  const grouping = groupingOf(by, ofShows ? showTime : factTime);
  const { key, movie, theater, hall, starts, dated } = grouping;
  const kinds = kindsOf[report].map((kind) => `'${kind}'`).join(', ');
  const columns = ['showtime_id', 'kind', ...(ofShows ? [] : timeOf(by)), ...splitOf(report)].join(', ');
  const grouped = [...grouping.columns, ...splitOf(report).map((column) => `f.${column}`)].join(', ');
  return `
  WITH totals AS MATERIALIZED (
    SELECT ${columns}, sum(n) AS n, sum(seats) AS seats, sum(amount) AS amount FROM ${schema}.facts AS f
    WHERE f.kind IN (${kinds}) AND ${asked} AND ${ofShows ? askedShows(schema) : askedFacts}
    GROUP BY ${columns}
  )
  SELECT * FROM (
    SELECT (${key}) COLLATE "C" AS key, (${subOf(report)}) COLLATE "C" AS sub, ${movie} AS movie_id, ${theater} AS theater_id,
      ${hall} AS hall_id, ${starts} AS starts_at, ${dated} AS business_date, json_build_object(${figuresOf(report)}) AS figures
    FROM totals AS f JOIN ${schema}.shows AS s USING (showtime_id)
    WHERE ($2::uuid IS NULL OR s.movie_id = $2)${ofShows ? ` AND ${notCancelled}` : ''}
    GROUP BY ${grouped}
  ) AS report
  WHERE $9::text IS NULL OR (key, sub) > ($9, $10::text)
  ORDER BY key, sub LIMIT $11`;
};
