/** Which read models are held against the fold, and what is read of them. */
import type { ModelSnapshot } from '../../adapters/postgres-read/openModelSnapshot.ts';
import type { Audit } from '../../audit/Audit.ts';
import type { Conflict } from '../../audit/AuditShape.ts';
import {
  type BookingRow,
  bookingDifference,
  countDifference,
  type HoldRow,
  holdDifference,
  type SeatsRow,
  seatsDifference,
} from '../../audit/compareModels.ts';
import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { SqlRow } from '../../ports/ReadStore.ts';
import { availabilityProjection } from '../../projections/availability/availabilityProjection.ts';
import { bookingsProjection } from '../../projections/bookings/bookingsProjection.ts';
import { type Projection, schemaOf } from '../../projections/engine/Projection.ts';
import { holdsProjection } from '../../projections/holds/holdsProjection.ts';

type Difference = Omit<Conflict, 'position'>;

interface ModelCheck {
  readonly projection: Pick<Projection, 'name' | 'version' | 'definitions'>;
  /** Ordered by `key`, after `$1` if that is not null, at most `$2` rows. */
  readonly sql: string;
  readonly compare: (audit: Audit, row: SqlRow) => Difference | undefined;
  readonly streamOfRow: (row: SqlRow) => string;
  /** How many rows the fold would have. */
  readonly count: (audit: Audit) => number;
}

const rowsOf = (
  projection: ModelCheck['projection'],
  table: string,
  [key, type]: readonly [name: string, type: 'text' | 'uuid'],
  columns: string,
): string => `
  SELECT ${key} AS key, ${columns} FROM ${schemaOf(projection)}.${table}
  WHERE $1::${type} IS NULL OR ${key} > $1 ORDER BY ${key} LIMIT $2`;

const showtimeStream = (row: SqlRow, column: string) => streamOf(showtimeAggregate, String(row[column]));

const seatsRow = (row: SqlRow): SeatsRow => ({
  stream: showtimeStream(row, 'key'),
  revision: Number(row.revision),
  totalSeats: Number(row.total_seats),
  taken: Array.isArray(row.taken) ? row.taken.map(String) : [],
});

const holdRow = (row: SqlRow): HoldRow => ({
  holdId: String(row.key),
  stream: showtimeStream(row, 'showtime_id'),
  expiresAtMs: Number(row.expires_ms),
});

const bookingRow = (row: SqlRow): BookingRow => ({
  bookingId: String(row.key),
  stream: streamOf(bookingAggregate, String(row.key)),
  status: String(row.status),
  totalMinor: Number(row.minor),
  currency: String(row.currency),
});

const checks: readonly ModelCheck[] = [
  {
    projection: availabilityProjection,
    sql: rowsOf(availabilityProjection, 'seats', ['id', 'text'], 'revision, total_seats, taken'),
    compare: (audit, row) => seatsDifference(audit, seatsRow(row)),
    streamOfRow: (row) => seatsRow(row).stream,
    count: ({ showtimes }) => showtimes.size,
  },
  {
    projection: holdsProjection,
    sql: rowsOf(
      holdsProjection,
      'active_holds',
      ['hold_id', 'text'],
      'showtime_id, round(extract(epoch FROM expires_at) * 1000) AS expires_ms',
    ),
    compare: (audit, row) => holdDifference(audit, holdRow(row)),
    streamOfRow: (row) => holdRow(row).stream,
    count: ({ showtimes }) => [...showtimes.values()].reduce((sum, { holds }) => sum + holds.size, 0),
  },
  {
    projection: bookingsProjection,
    sql: rowsOf(
      bookingsProjection,
      'bookings',
      ['booking_id', 'uuid'],
      "status, booking -> 'total' ->> 'amount' AS minor, booking -> 'total' ->> 'currency' AS currency",
    ),
    compare: (audit, row) => bookingDifference(audit, bookingRow(row)),
    streamOfRow: (row) => bookingRow(row).stream,
    count: ({ bookings }) => bookings.count(),
  },
];

const pageRows = 2_000;

export interface CheckedModel {
  readonly name: string;
  readonly position: Position;
  readonly rows: number;
  /** Streams that the model has not applied, since which event and why. */
  readonly parked: readonly string[];
}

export interface WaitingCheck {
  readonly name: string;
  /** Where the model stands, and so where the fold must stand. */
  readonly position: Position;
  /** Whether the model has all that was folded. */
  isReached(audit: Audit): boolean;
  run(audit: Audit): Promise<CheckedModel>;
}

const compareAll = async (
  check: ModelCheck,
  snapshot: ModelSnapshot,
  position: Position,
  audit: Audit,
): Promise<CheckedModel> => {
  const { projection, sql, compare, streamOfRow, count } = check;
  const { name } = projection;
  const parked = await snapshot.query(
    `SELECT stream, position, error FROM ${schemaOf(projection)}.parked ORDER BY stream`,
  );
  const waiting = new Set([...parked.map(({ stream }) => String(stream)), ...audit.skips.streamsOf(name)]);
  let rows = 0;
  for (let after: string | null = null; ; ) {
    const page = await snapshot.query(sql, [after, pageRows]);
    rows += page.length;
    for (const row of page.filter((each) => !waiting.has(streamOfRow(each)))) {
      const difference = compare(audit, row);
      if (difference !== undefined) audit.tell({ position, ...difference });
    }
    if (page.length < pageRows) break;
    after = String(page.at(-1)?.key);
  }
  const missing = waiting.size > 0 ? undefined : countDifference(name, 'rows', rows, count(audit));
  if (missing !== undefined) audit.tell({ position, ...missing });
  const told = parked.map((row) => `${row.stream} from position ${row.position}: ${row.error}`);
  return { name, position, rows, parked: told };
};

/** In the order in which the fold reaches them. A model that does not exist is left out. */
export const waitingChecks = async (snapshot: ModelSnapshot): Promise<readonly WaitingCheck[]> => {
  const found: WaitingCheck[] = [];
  for (const check of checks) {
    const { name } = check.projection;
    const table = `${schemaOf(check.projection)}.checkpoint`;
    const [there] = await snapshot.query('SELECT to_regclass($1) IS NOT NULL AS is_there', [table]);
    if (there?.is_there !== true) continue;
    const [row] = await snapshot.query(`SELECT position FROM ${table}`);
    const position = String(row?.position);
    found.push({
      ...{ name, position },
      isReached: ({ lastOfType }) =>
        Object.keys(check.projection.definitions).every((type) => (lastOfType.get(type) ?? '') <= position),
      run: (audit) => compareAll(check, snapshot, position, audit),
    });
  }
  return found.toSorted((one, other) => (one.position < other.position ? -1 : 1));
};
