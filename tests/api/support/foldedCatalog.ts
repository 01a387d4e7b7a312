/** A catalog that reads the log whenever it is asked: never behind, and no faster than a test needs. */
import type { MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { Commands } from '../../../src/commands/Commands.ts';
import { showtimeEvents } from '../../../src/domain/showtime/events.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import type {
  CatalogQueries,
  HallRow,
  MovieRow,
  TheaterRow,
} from '../../../src/projections/catalog/queries.ts';
import { InvalidCursor, type Page, type PageRequest } from '../../../src/projections/sql/page.ts';

const idsIn = (log: MemoryLog, category: string): string[] =>
  [...log.streams.keys()]
    .filter((stream) => stream.startsWith(`${category}-`))
    .map((stream) => stream.slice(category.length + 1));

const pageOf = <Row>(rows: readonly Row[], { limit, cursor }: PageRequest): Page<Row> => {
  const from = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isInteger(from)) throw new InvalidCursor('not a number');
  const next = from + limit;
  return { items: rows.slice(from, next), nextCursor: next < rows.length ? String(next) : null };
};

const present = <Value>(value: Value | undefined): value is Value => value !== undefined;

export const foldedCatalog = (log: MemoryLog, commands: Commands): CatalogQueries => {
  const head = () => log.events.at(-1)?.position ?? positionStart;

  const movie = async (id: string): Promise<MovieRow | undefined> => {
    const { state } = await commands.movies.read(id);
    if (state.status === 'none') return undefined;
    const { title, genres, runtimeMinutes, rating = null, releaseDate = null } = state.details;
    const row = { id, title, genres, runtimeMinutes, rating, releaseDate, details: state.details };
    return { ...row, showtimeCount: 0, version: state.version };
  };

  const theater = async (id: string): Promise<TheaterRow | undefined> => {
    const { state } = await commands.theaters.read(id);
    if (state.status === 'none') return undefined;
    const { name, city, country, location, timeZone } = state.details;
    const { details, settledCurrency, version } = state;
    const settled = settledCurrency === undefined ? {} : { settledCurrency };
    return { id, name, city, country, location, timeZone, details, ...settled, version };
  };

  const hall = async (id: string): Promise<HallRow | undefined> => {
    const { state } = await commands.halls.read(id);
    if (state.status === 'none') return undefined;
    const { theaterId, details, layouts, version } = state;
    const seatCount = layouts.at(-1)?.seats.length ?? 0;
    return { id, theaterId, version, ...details, layoutVersion: layouts.length, seatCount };
  };

  return {
    position: async () => head(),
    waitFor: async () => head(),
    movie,
    theater,
    hall,
    movies: async (_filter, page) =>
      pageOf((await Promise.all(idsIn(log, 'movie').map(movie))).filter(present), page),
    theaters: async (page) =>
      pageOf((await Promise.all(idsIn(log, 'theater').map(theater))).filter(present), page),
    moviesOf: async (ids) =>
      new Map((await Promise.all(ids.map(movie))).filter(present).map((row) => [row.id, row])),
    theatersOf: async (ids) =>
      new Map((await Promise.all(ids.map(theater))).filter(present).map((row) => [row.id, row])),
    hallNames: async (ids) =>
      new Map((await Promise.all(ids.map(hall))).filter(present).map(({ id, name }) => [id, name])),
    hallsOf: async (theaterId) =>
      (await Promise.all(idsIn(log, 'hall').map(hall)))
        .filter(present)
        .filter((row) => row.theaterId === theaterId),
    showtimes: async ({ movieId, theaterId, near, format, language }, page) => {
      const { schema } = showtimeEvents.ShowtimeScheduled;
      const rows = idsIn(log, 'showtime')
        .map((id) => schema.parse(log.streams.get(`showtime-${id}`)?.[0]?.data))
        .filter((each) => movieId === undefined || each.movieId === movieId)
        .filter((each) => theaterId === undefined || each.theaterId === theaterId)
        .filter((each) => format === undefined || each.format === format)
        .filter((each) => language === undefined || each.language === language)
        .map((each) => ({
          id: each.showtimeId,
          movieId: each.movieId,
          theaterId: each.theaterId,
          hallId: each.hallId,
          startsAt: each.startsAt,
          ...(near === undefined ? {} : { distanceKm: 1.5 }),
        }));
      return pageOf(rows, page);
    },
  };
};
