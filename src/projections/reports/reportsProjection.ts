import { idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { keepBooks } from './books.ts';
import { businessHourOf } from './businessHour.ts';
import { type MovedDays, movedDays } from './days.ts';
import { type Fact, factsOf, settledKinds } from './factsOf.ts';
import {
  type BookEvent,
  isBookEvent,
  type LedgerEvent,
  type ReportEvent,
  reportDefinitions,
} from './reportEvents.ts';
import { beginFold, type Fold, isOfBooking, remember, type Show, showtimeOf } from './reportFold.ts';
import { tables } from './tables.ts';

const writeShows = `
  INSERT INTO shows (showtime_id, movie_id, theater_id, hall_id, zone, starts_at, ends_at, business_date, hour, seats, position, at,
    currency, is_open)
  SELECT showtime_id, movie_id, theater_id, hall_id, zone, starts_at, ends_at, business_date, hour, seats, position, at,
    currency, is_open
  FROM json_to_recordset($1::json) AS new (showtime_id text, movie_id text, theater_id text, hall_id text, zone text,
    starts_at timestamptz, ends_at timestamptz, business_date date, hour text, seats integer, position text, at timestamptz,
    currency text, is_open boolean)
  ON CONFLICT DO NOTHING`;
const writeChanged = `
  UPDATE shows SET seats = new.seats, is_open = new.is_open
  FROM json_to_recordset($1::json) AS new (showtime_id text, seats integer, is_open boolean)
  WHERE shows.showtime_id = new.showtime_id`;
const writeSummaries = `
  INSERT INTO summaries (showtime_id, position, at, summary) SELECT showtime_id, position, at, summary
  FROM json_to_recordset($1::json) AS new (showtime_id text, position text, at timestamptz, summary json)
  ON CONFLICT DO NOTHING`;
const writeSales = `
  INSERT INTO bookings (booking_id, showtime_id, seats)
  SELECT * FROM unnest($1::text[], $2::text[], $3::integer[])
  ON CONFLICT (booking_id) DO UPDATE SET seats = excluded.seats`;

const factColumns =
  'showtime_id, position, part, booking_id, at, kind, n, seats, amount, currency, why, seat_type, party, happened_at, theater_id, business_date, hour';
const writeFacts = `
  INSERT INTO facts (${factColumns}) SELECT ${factColumns}
  FROM json_to_recordset($1::json) AS new (showtime_id text, position text, part smallint, booking_id text, at timestamptz, kind text,
    n integer, seats integer, amount bigint, currency text, why text, seat_type text, party smallint,
    happened_at timestamptz, theater_id text, business_date date, hour text)
  ON CONFLICT DO NOTHING`;

const readEarly = `
  SELECT showtime_id, position, part, kind, happened_at FROM facts
  WHERE showtime_id = ANY ($1::text[]) AND theater_id IS NULL`;
const placeEarly = `
  UPDATE facts SET theater_id = new.theater_id, business_date = new.business_date, hour = new.hour
  FROM json_to_recordset($1::json) AS new (showtime_id text, position text, part smallint, theater_id text,
    business_date date, hour text)
  WHERE (facts.showtime_id, facts.position, facts.part) = (new.showtime_id, new.position, new.part)`;

const rowOf = (event: Placed<LedgerEvent>, fact: Fact, part: number, showtimeId: string, show?: Show) => {
  const { kind, n, seats, money, lost, happenedAt = event.at } = fact;
  const hour = show === undefined ? undefined : businessHourOf(happenedAt, show.zone);
  return {
    ...{ showtime_id: showtimeId, position: event.position, part, at: event.at, kind, n, seats },
    booking_id: settledKinds.has(kind) && isOfBooking(event) ? idOfStream(event.stream) : undefined,
    ...{ amount: money?.amount, currency: money?.currency },
    ...{ why: lost?.why, seat_type: lost?.seatType, party: lost?.party, happened_at: happenedAt },
    ...{ theater_id: show?.theater_id, business_date: hour?.date, hour: hour?.hour },
  };
};

/** Facts that came before their showtime, because its stream was parked. */
const placeEarlyFacts = async (
  { shows, scheduled }: Fold,
  days: MovedDays,
  transaction: ReadTransaction,
): Promise<void> => {
  const early = await transaction.query(readEarly, [scheduled.map(({ showtime_id }) => showtime_id)]);
  const placed = early.flatMap(({ showtime_id, position, part, kind, happened_at }) => {
    const show = shows.get(String(showtime_id));
    if (show === undefined) return [];
    days.byFact(show, String(kind), String(position));
    const { date, hour } = businessHourOf(new Date(String(happened_at)).toISOString(), show.zone);
    return [{ showtime_id, position, part, theater_id: show.theater_id, business_date: date, hour }];
  });
  if (placed.length > 0) await transaction.query(placeEarly, [JSON.stringify(placed)]);
};

const writeFold = async (
  { shows, scheduled, changed, summaries, sales, sold }: Fold,
  transaction: ReadTransaction,
): Promise<void> => {
  if (scheduled.length > 0) await transaction.query(writeShows, [JSON.stringify(scheduled)]);
  if (changed.size > 0) {
    const rows = [...changed].map((id) => ({ showtime_id: id, ...shows.get(id) }));
    await transaction.query(writeChanged, [JSON.stringify(rows)]);
  }
  if (summaries.length > 0) await transaction.query(writeSummaries, [JSON.stringify(summaries)]);
  if (sold.size > 0) {
    const rows = [...sold].map((id) => [id, sales.get(id)] as const);
    await transaction.query(writeSales, [
      rows.map(([id]) => id),
      rows.map(([, sale]) => sale?.showtime_id ?? ''),
      rows.map(([, sale]) => sale?.seats ?? 0),
    ]);
  }
};

const keepLedger = async (
  events: readonly Placed<LedgerEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const fold = await beginFold(events, transaction);
  const days = movedDays();
  const rows: object[] = [];
  for (const event of events) {
    const showtimeId = showtimeOf(event, fold);
    const layout = fold.shows.get(showtimeId)?.seats ?? 0;
    const booking = fold.sales.get(idOfStream(event.stream))?.seats ?? 0;
    const facts = factsOf(event, { layout, booking });
    remember(event, fold);
    const show = fold.shows.get(showtimeId);
    for (const [part, fact] of facts.entries()) {
      rows.push(rowOf(event, fact, part, showtimeId, show));
      days.byFact(show, fact.kind, event.position);
    }
  }
  for (const show of fold.scheduled) days.bySchedule(show);
  await writeFold(fold, transaction);
  if (rows.length > 0) await transaction.query(writeFacts, [JSON.stringify(rows)]);
  if (fold.scheduled.length > 0) await placeEarlyFacts(fold, days, transaction);
  await days.write(transaction);
};

const apply = async (events: readonly Placed<ReportEvent>[], transaction: ReadTransaction): Promise<void> => {
  const { ledger = [], books = [] } = Object.groupBy(events, (event) =>
    isBookEvent(event) ? 'books' : 'ledger',
  );
  if (ledger.length > 0) await keepLedger(ledger as readonly Placed<LedgerEvent>[], transaction);
  if (books.length > 0) await keepBooks(books as readonly Placed<BookEvent>[], transaction);
};

export const reportsProjection: Projection<ReportEvent> = {
  name: 'reports',
  version: 3,
  categories: ['showtime', 'booking', 'demand', 'movie', 'theater', 'settlement'],
  definitions: reportDefinitions,
  tables,
  apply,
};
