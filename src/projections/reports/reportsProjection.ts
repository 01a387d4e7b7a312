import { idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction, SqlRow } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { businessHourOf } from './businessHour.ts';
import { type Fact, factsOf } from './factsOf.ts';
import { type ReportEvent, reportDefinitions } from './reportEvents.ts';
import { tables } from './tables.ts';

interface Show {
  readonly theater_id: string;
  readonly zone: string;
  readonly seats: number;
}

interface Sale {
  readonly showtime_id: string;
  readonly seats: number;
}

/** What the events of a batch are told apart by, as it is while they are applied one after the other. */
interface Fold {
  readonly shows: Map<string, Show>;
  readonly sales: Map<string, Sale>;
  readonly scheduled: object[];
  readonly moved: Map<string, number>;
  readonly sold: Set<string>;
}

const readShows =
  'SELECT showtime_id, theater_id, zone, seats FROM shows WHERE showtime_id = ANY ($1::text[])';
const readSales = 'SELECT booking_id, showtime_id, seats FROM bookings WHERE booking_id = ANY ($1::text[])';

const writeShows = `
  INSERT INTO shows (showtime_id, movie_id, theater_id, hall_id, zone, starts_at, ends_at, business_date, hour, seats, position, at)
  SELECT showtime_id, movie_id, theater_id, hall_id, zone, starts_at, ends_at, business_date, hour, seats, position, at
  FROM json_to_recordset($1::json) AS new (showtime_id text, movie_id text, theater_id text, hall_id text, zone text,
    starts_at timestamptz, ends_at timestamptz, business_date date, hour text, seats integer, position text, at timestamptz)
  ON CONFLICT DO NOTHING`;
const writeMoved = `
  UPDATE shows SET seats = new.seats FROM unnest($1::text[], $2::integer[]) AS new (showtime_id, seats)
  WHERE shows.showtime_id = new.showtime_id`;
const writeSales = `
  INSERT INTO bookings (booking_id, showtime_id, seats)
  SELECT * FROM unnest($1::text[], $2::text[], $3::integer[])
  ON CONFLICT (booking_id) DO UPDATE SET seats = excluded.seats`;

const factColumns =
  'showtime_id, position, part, at, kind, n, seats, amount, currency, why, seat_type, party, happened_at, theater_id, business_date, hour';
const writeFacts = `
  INSERT INTO facts (${factColumns}) SELECT ${factColumns}
  FROM json_to_recordset($1::json) AS new (showtime_id text, position text, part smallint, at timestamptz, kind text,
    n integer, seats integer, amount bigint, currency text, why text, seat_type text, party smallint,
    happened_at timestamptz, theater_id text, business_date date, hour text)
  ON CONFLICT DO NOTHING`;

const readEarly = `
  SELECT showtime_id, position, part, happened_at FROM facts
  WHERE showtime_id = ANY ($1::text[]) AND theater_id IS NULL`;
const placeEarly = `
  UPDATE facts SET theater_id = new.theater_id, business_date = new.business_date, hour = new.hour
  FROM json_to_recordset($1::json) AS new (showtime_id text, position text, part smallint, theater_id text,
    business_date date, hour text)
  WHERE (facts.showtime_id, facts.position, facts.part) = (new.showtime_id, new.position, new.part)`;

const isOfBooking = ({ stream }: { readonly stream: string }): boolean => stream.startsWith('booking-');

const begin = async (events: readonly Placed<ReportEvent>[], transaction: ReadTransaction): Promise<Fold> => {
  const bookingIds = new Set(events.filter(isOfBooking).map(({ stream }) => idOfStream(stream)));
  const sales = new Map<string, Sale>();
  for (const row of bookingIds.size === 0 ? [] : await transaction.query(readSales, [[...bookingIds]])) {
    sales.set(String(row.booking_id), { showtime_id: String(row.showtime_id), seats: Number(row.seats) });
  }
  const showtimeIds = new Set([...sales.values()].map(({ showtime_id }) => showtime_id));
  for (const event of events) {
    if (!isOfBooking(event)) showtimeIds.add(idOfStream(event.stream));
    else if (event.type === 'BookingInitiated') showtimeIds.add(event.data.showtimeId);
  }
  const shows = new Map<string, Show>();
  for (const row of await transaction.query(readShows, [[...showtimeIds]])) {
    const [theater_id, zone, seats] = [String(row.theater_id), String(row.zone), Number(row.seats)];
    shows.set(String(row.showtime_id), { theater_id, zone, seats });
  }
  return { shows, sales, scheduled: [], moved: new Map(), sold: new Set() };
};

const showtimeOf = (event: Placed<ReportEvent>, { sales }: Fold): string => {
  const id = idOfStream(event.stream);
  if (!isOfBooking(event)) return id;
  if (event.type === 'BookingInitiated') return event.data.showtimeId;
  const sale = sales.get(id);
  if (sale === undefined) throw new Error(`${event.type} before BookingInitiated`);
  return sale.showtime_id;
};

const remember = (event: Placed<ReportEvent>, { shows, sales, scheduled, moved, sold }: Fold): void => {
  const id = idOfStream(event.stream);
  switch (event.type) {
    case 'ShowtimeScheduled': {
      const { movieId, theaterId: theater_id, hallId, timeZone: zone, startsAt, endsAt } = event.data;
      const { hour } = businessHourOf(startsAt, zone);
      const seats = event.data.seats.length;
      shows.set(id, { theater_id, zone, seats });
      scheduled.push({
        ...{ showtime_id: id, movie_id: movieId, theater_id, hall_id: hallId, zone, hour, seats },
        ...{ starts_at: startsAt, ends_at: endsAt, business_date: event.data.businessDate },
        ...{ position: event.position, at: event.at },
      });
      return;
    }
    case 'ShowtimeMovedToLayout': {
      const show = shows.get(id);
      if (show === undefined) throw new Error(`${event.type} before ShowtimeScheduled`);
      const seats = event.data.seats.length;
      shows.set(id, { ...show, seats });
      moved.set(id, seats);
      return;
    }
    case 'BookingInitiated':
    case 'BookingRevised':
      sales.set(id, {
        showtime_id: showtimeOf(event, { shows, sales, scheduled, moved, sold }),
        seats: event.data.seats.length,
      });
      sold.add(id);
  }
};

const rowOf = (event: Placed<ReportEvent>, fact: Fact, part: number, showtimeId: string, show?: Show) => {
  const { kind, n, seats, money, lost, happenedAt = event.at } = fact;
  const hour = show === undefined ? undefined : businessHourOf(happenedAt, show.zone);
  return {
    ...{ showtime_id: showtimeId, position: event.position, part, at: event.at, kind, n, seats },
    ...{ amount: money?.amount, currency: money?.currency },
    ...{ why: lost?.why, seat_type: lost?.seatType, party: lost?.party, happened_at: happenedAt },
    ...{ theater_id: show?.theater_id, business_date: hour?.date, hour: hour?.hour },
  };
};

/** Facts that came before their showtime, because its stream was parked. */
const placeEarlyFacts = async ({ shows, scheduled }: Fold, transaction: ReadTransaction): Promise<void> => {
  const ids = scheduled.map((row) => String((row as SqlRow).showtime_id));
  const early = await transaction.query(readEarly, [ids]);
  const placed = early.flatMap(({ showtime_id, position, part, happened_at }) => {
    const show = shows.get(String(showtime_id));
    if (show === undefined) return [];
    const { date, hour } = businessHourOf(new Date(String(happened_at)).toISOString(), show.zone);
    return [{ showtime_id, position, part, theater_id: show.theater_id, business_date: date, hour }];
  });
  if (placed.length > 0) await transaction.query(placeEarly, [JSON.stringify(placed)]);
};

const apply = async (events: readonly Placed<ReportEvent>[], transaction: ReadTransaction): Promise<void> => {
  const fold = await begin(events, transaction);
  const rows: object[] = [];
  for (const event of events) {
    const showtimeId = showtimeOf(event, fold);
    const layout = fold.shows.get(showtimeId)?.seats ?? 0;
    const booking = fold.sales.get(idOfStream(event.stream))?.seats ?? 0;
    const facts = factsOf(event, { layout, booking });
    remember(event, fold);
    const show = fold.shows.get(showtimeId);
    rows.push(...facts.map((fact, part) => rowOf(event, fact, part, showtimeId, show)));
  }
  const { scheduled, moved, sales, sold } = fold;
  if (scheduled.length > 0) await transaction.query(writeShows, [JSON.stringify(scheduled)]);
  if (moved.size > 0) await transaction.query(writeMoved, [[...moved.keys()], [...moved.values()]]);
  if (sold.size > 0) {
    const written = [...sold].map(
      (id) => [id, sales.get(id)?.showtime_id ?? '', sales.get(id)?.seats ?? 0] as const,
    );
    await transaction.query(writeSales, [
      written.map(([id]) => id),
      written.map(([, id]) => id),
      written.map(([, , seats]) => seats),
    ]);
  }
  if (rows.length > 0) await transaction.query(writeFacts, [JSON.stringify(rows)]);
  if (scheduled.length > 0) await placeEarlyFacts(fold, transaction);
};

export const reportsProjection: Projection<ReportEvent> = {
  name: 'reports',
  version: 1,
  categories: ['showtime', 'booking', 'demand'],
  definitions: reportDefinitions,
  tables,
  apply,
};
