/** A batch is folded in memory first, so that each table is written once per batch. */
import { type HallEvent, hallEvents } from '../../domain/hall/events.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import { type MovieDetailsEvent, movieDetailsEvents } from '../../domain/movie/events.ts';
import { showtimeEvents } from '../../domain/showtime/events.ts';
import { type TheaterEvent, theaterEvents } from '../../domain/theater/events.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { readingOnly } from '../engine/readingOnly.ts';
import { foldText } from '../sql/foldText.ts';
import { hallRow, writeHallRevisions, writeHalls, writeLayouts } from './hallRows.ts';
import { catalogIndexes, catalogTables } from './tables.ts';

const { SalesOpened, SalesClosed, ShowtimeCancelled } = showtimeEvents;
const ShowtimeScheduled = readingOnly(
  showtimeEvents.ShowtimeScheduled,
  'showtimeId',
  'movieId',
  'theaterId',
  'hallId',
  'startsAt',
  'endsAt',
  'salesCloseAt',
  'businessDate',
  'format',
  'language',
);
const showtimeDefinitions = { ShowtimeScheduled, SalesOpened, SalesClosed, ShowtimeCancelled } as const;

type ShowtimeEvent = EventOf<(typeof showtimeDefinitions)[keyof typeof showtimeDefinitions]>;
type CatalogEvent = MovieDetailsEvent | TheaterEvent | HallEvent | ShowtimeEvent;
type EventNamed<Type extends CatalogEvent['type']> = Placed<Extract<CatalogEvent, { readonly type: Type }>>;

/** Rows as one JSON parameter: any number of them, nested arrays included, in one statement. */
const write = async (
  transaction: ReadTransaction,
  sql: string,
  rows: Iterable<Readonly<Record<string, unknown>>>,
): Promise<void> => {
  const list = [...rows];
  if (list.length > 0) await transaction.query(sql, [JSON.stringify(list)]);
};

/** Counts edits up from the version that a registration starts at, or on top of the one in the table. */
const versioned = <Row extends object>(
  rows: Map<string, Row & { readonly created: boolean; readonly edits: number }>,
  id: string,
  created: boolean,
  row: Row,
): void => {
  const before = created ? undefined : rows.get(id);
  rows.set(id, {
    ...row,
    created: created || before?.created === true,
    edits: created ? 1 : (before?.edits ?? 0) + 1,
  });
};

const movieRow = ({ data: { movieId, ...data }, revision }: EventNamed<MovieDetailsEvent['type']>) => ({
  id: movieId,
  title: data.title,
  sort_title: foldText(data.title),
  genres: data.genres,
  runtime_minutes: data.runtimeMinutes,
  rating: data.rating ?? null,
  release_date: data.releaseDate ?? null,
  details: data,
  revision,
});

const writeMovies = `
  INSERT INTO movies (id, title, sort_title, genres, runtime_minutes, rating,
    release_date, details, version, revision)
  SELECT new.id, title, sort_title, genres, runtime_minutes, rating, release_date, details,
    edits + CASE WHEN created THEN 0 ELSE coalesce((SELECT version FROM movies WHERE id = new.id), 1) END, revision
  FROM json_to_recordset($1::json) AS new (id text, title text, sort_title text, genres text[], runtime_minutes integer, rating text, release_date text, details json, created boolean, edits integer,
    revision integer)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, sort_title = excluded.sort_title,
    genres = excluded.genres,
    runtime_minutes = excluded.runtime_minutes, rating = excluded.rating, release_date = excluded.release_date,
    details = excluded.details, version = excluded.version, revision = excluded.revision
  WHERE movies.revision < excluded.revision`;

const theaterRow = ({
  data: { theaterId, ...data },
  revision,
}: EventNamed<'TheaterOpened' | 'TheaterRevised'>) => ({
  id: theaterId,
  name: data.name,
  sort_name: foldText(data.name),
  city: data.city,
  city_folded: foldText(data.city),
  country: data.country,
  lat: data.location.lat,
  lng: data.location.lng,
  time_zone: data.timeZone,
  details: data,
  revision,
});

const writeTheaters = `
  INSERT INTO theaters (id, name, sort_name, city, city_folded, country, lat, lng, time_zone, details,
    version, revision)
  SELECT new.id, name, sort_name, city, city_folded, country, lat, lng, time_zone, details,
    edits + CASE WHEN created THEN 0 ELSE coalesce((SELECT version FROM theaters WHERE id = new.id), 1) END, revision
  FROM json_to_recordset($1::json) AS new (id text, name text, sort_name text, city text,
    city_folded text, country text, lat double precision, lng double precision, time_zone text, details json, created boolean,
    edits integer, revision integer)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, sort_name = excluded.sort_name,
    city = excluded.city, city_folded = excluded.city_folded,
    country = excluded.country, lat = excluded.lat, lng = excluded.lng, time_zone = excluded.time_zone,
    details = excluded.details,
    version = excluded.version, revision = excluded.revision
  WHERE theaters.revision < excluded.revision`;

const writeCurrencies = `
  UPDATE theaters SET settled_currency = new.currency
  FROM json_to_recordset($1::json) AS new (id text, currency text)
  WHERE theaters.id = new.id`;

const showtimeRow = ({ data, revision }: EventNamed<'ShowtimeScheduled'>) => ({
  id: data.showtimeId,
  movie_id: data.movieId,
  theater_id: data.theaterId,
  hall_id: data.hallId,
  starts_at: data.startsAt,
  ends_at: data.endsAt,
  sales_close_at: data.salesCloseAt,
  business_date: data.businessDate,
  format: data.format,
  language: data.language,
  revision,
});

const writeShowtimes = `
  INSERT INTO showtimes (id, movie_id, theater_id, hall_id, starts_at, ends_at, sales_close_at, business_date,
    format, language, status, revision)
  SELECT id, movie_id, theater_id, hall_id, starts_at, ends_at, sales_close_at, business_date, format, language,
    'scheduled', revision
  FROM json_to_recordset($1::json) AS new (id text, movie_id text, theater_id text, hall_id text,
    starts_at timestamptz, ends_at timestamptz, sales_close_at timestamptz, business_date text, format text,
    language text, revision integer)
  ON CONFLICT (id) DO NOTHING`;

const writeStatuses = `
  UPDATE showtimes SET status = new.status, revision = new.revision
  FROM json_to_recordset($1::json) AS new (id text, status text, revision integer)
  WHERE showtimes.id = new.id AND showtimes.revision < new.revision`;

const apply = async (
  events: readonly Placed<CatalogEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const movies: Parameters<typeof versioned<ReturnType<typeof movieRow>>>[0] = new Map();
  const theaters: Parameters<typeof versioned<ReturnType<typeof theaterRow>>>[0] = new Map();
  const currencies = new Map<string, { id: string; currency: string }>();
  const halls = new Map<string, ReturnType<typeof hallRow> & { theater_id: string }>();
  const hallRevisions = new Map<string, ReturnType<typeof hallRow> & { edits: number }>();
  const layouts = new Map<string, { id: string; version: number; seat_count: number }>();
  const showtimes = new Map<string, ReturnType<typeof showtimeRow>>();
  const statuses = new Map<string, { id: string; status: string; revision: number }>();

  const setStatus = ({ stream, revision }: Placed<CatalogEvent>, status: string): void => {
    const id = idOfStream(stream);
    statuses.set(id, { id, status, revision });
  };

  for (const event of events) {
    switch (event.type) {
      case 'MovieRegistered':
      case 'MovieRevised':
        versioned(movies, event.data.movieId, event.type === 'MovieRegistered', movieRow(event));
        break;
      case 'TheaterOpened':
      case 'TheaterRevised':
        versioned(theaters, event.data.theaterId, event.type === 'TheaterOpened', theaterRow(event));
        break;
      case 'TheaterCurrencySettled': {
        const { theaterId: id, currency } = event.data;
        currencies.set(id, { id, currency });
        break;
      }
      case 'HallBuilt':
        halls.set(event.data.hallId, { ...hallRow(event), theater_id: event.data.theaterId });
        break;
      case 'HallRevised': {
        const { hallId } = event.data;
        const edits = (hallRevisions.get(hallId)?.edits ?? 0) + 1;
        hallRevisions.set(hallId, { ...hallRow(event), edits });
        break;
      }
      case 'LayoutDrawn': {
        const { hallId: id, version, seats } = event.data;
        layouts.set(id, { id, version, seat_count: seats.length });
        break;
      }
      case 'ShowtimeScheduled':
        showtimes.set(event.data.showtimeId, showtimeRow(event));
        break;
      case 'SalesOpened':
        setStatus(event, 'on-sale');
        break;
      case 'SalesClosed':
        setStatus(event, 'closed');
        break;
      case 'ShowtimeCancelled':
        setStatus(event, 'cancelled');
        break;
    }
  }

  // What a stream begins with is written before what changes it; the order between streams does not matter.
  await write(transaction, writeMovies, movies.values());
  await write(transaction, writeTheaters, theaters.values());
  await write(transaction, writeCurrencies, currencies.values());
  await write(transaction, writeHalls, halls.values());
  await write(transaction, writeHallRevisions, hallRevisions.values());
  await write(transaction, writeLayouts, layouts.values());
  await write(transaction, writeShowtimes, showtimes.values());
  await write(transaction, writeStatuses, statuses.values());
};

export const catalogProjection: Projection<CatalogEvent> = {
  name: 'catalog',
  version: 6,
  categories: ['movie', 'theater', 'hall', 'showtime'],
  definitions: { ...movieDetailsEvents, ...theaterEvents, ...hallEvents, ...showtimeDefinitions },
  tables: catalogTables,
  indexes: catalogIndexes,
  apply,
};
