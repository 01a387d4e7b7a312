import { idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { keepBooks } from './books.ts';
import { movedDays } from './days.ts';
import { type ToldFact, takeEarlyFacts, toldBy, writeFacts } from './factPages.ts';
import { factsOf } from './factsOf.ts';
import { isBookEvent, type LedgerEvent, type ReportEvent, reportDefinitions } from './reportEvents.ts';
import { beginFold, type Fold, remember, showtimeOf } from './reportFold.ts';
import { indexes, tables } from './tables.ts';

const writeShows = `
  INSERT INTO shows (showtime_id, movie_id, theater_id, hall_id, zone, starts_at, ends_at, business_date, utc_offset, seats,
    position, at, currency, is_open)
  SELECT showtime_id, movie_id, theater_id, hall_id, zone, starts_at, ends_at, business_date, utc_offset, seats,
    position, at, currency, is_open
  FROM json_to_recordset($1::json) AS new (showtime_id uuid, movie_id uuid, theater_id uuid, hall_id uuid, zone text,
    starts_at timestamptz, ends_at timestamptz, business_date date, utc_offset smallint, seats integer,
    position bigint, at timestamptz, currency text, is_open boolean)
  ON CONFLICT DO NOTHING`;
const writeChanged = `
  UPDATE shows SET seats = new.seats, is_open = new.is_open
  FROM json_to_recordset($1::json) AS new (showtime_id uuid, seats integer, is_open boolean)
  WHERE shows.showtime_id = new.showtime_id`;
const writeSummaries = `
  INSERT INTO summaries (showtime_id, position, at, summary) SELECT showtime_id, position, at, summary
  FROM json_to_recordset($1::json) AS new (showtime_id uuid, position bigint, at timestamptz, summary json)
  ON CONFLICT DO NOTHING`;
const writeSales = `
  INSERT INTO bookings (booking_id, showtime_id, seats)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::integer[])
  ON CONFLICT (booking_id) DO UPDATE SET seats = excluded.seats`;

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
    const rows = [...sales].filter(([id]) => sold.has(id));
    await transaction.query(writeSales, [
      rows.map(([id]) => id),
      rows.map(([, { showtime_id }]) => showtime_id),
      rows.map(([, { seats }]) => seats),
    ]);
  }
};

const keepLedger = async (
  events: readonly Placed<LedgerEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const fold = await beginFold(events, transaction);
  const told: ToldFact[] = [];
  for (const event of events) {
    const showtimeId = showtimeOf(event, fold);
    const layout = fold.shows.get(showtimeId)?.seats ?? 0;
    const booking = fold.sales.get(idOfStream(event.stream))?.seats ?? 0;
    told.push(...toldBy(event, factsOf(event, { layout, booking }), showtimeId));
    remember(event, fold);
  }
  const { scheduled, shows } = fold;
  const ids = scheduled.map(({ showtime_id }) => showtime_id);
  const facts = ids.length === 0 ? told : [...(await takeEarlyFacts(ids, transaction)), ...told];
  const days = movedDays();
  for (const { showtime_id, fact } of facts) days.byFact(shows.get(showtime_id), fact.kind, fact.position);
  for (const show of scheduled) days.bySchedule(show);
  await writeFold(fold, transaction);
  await writeFacts(facts, shows, transaction);
  await days.write(transaction);
};

const apply = async (events: readonly Placed<ReportEvent>[], transaction: ReadTransaction): Promise<void> => {
  const books = events.filter(isBookEvent);
  const ledger = events.filter((event) => !isBookEvent(event));
  if (ledger.length > 0) await keepLedger(ledger, transaction);
  if (books.length > 0) await keepBooks(books, transaction);
};

export const reportsProjection: Projection<ReportEvent> = {
  name: 'reports',
  version: 5,
  categories: ['showtime', 'booking', 'demand', 'movie', 'theater', 'settlement'],
  definitions: reportDefinitions,
  tables,
  indexes,
  apply,
};
