/** A cinema chain's log from its first film on: the timetable is published in parts, and each is sold before the next. */
import { showtimeFor, slotFor } from '../../src/commands/showtime/scheduleShowtime.ts';
import { hallAggregate } from '../../src/domain/hall/hallAggregate.ts';
import type { Hall } from '../../src/domain/hall/hallDecider.ts';
import { movieAggregate } from '../../src/domain/movie/movieAggregate.ts';
import { scheduleAggregate } from '../../src/domain/schedule/scheduleAggregate.ts';
import type { ScheduleState } from '../../src/domain/schedule/scheduleDecider.ts';
import type { Seat } from '../../src/domain/seating/seat.ts';
import { showtimeAggregate } from '../../src/domain/showtime/showtimeAggregate.ts';
import { theaterAggregate } from '../../src/domain/theater/theaterAggregate.ts';
import type { Theater } from '../../src/domain/theater/theaterDecider.ts';
import {
  confirmedBooking,
  expireHolds,
  forgottenHold,
  releasedHold,
  type Sale,
  type ToldShowtime,
  tellSales,
} from './authorSales.ts';
import { type AuthoredEvent, createLogAuthor, type LogAuthor, type Told } from './LogAuthor.ts';
import { type PlannedShow, type PlannedTheater, planTimetable, type Timetable } from './timetable.ts';

export interface LogSize {
  readonly showtimes: number;
  readonly bookingsOfShowtime: number;
}

/** Showtimes in memory at once. */
const publishedTogether = 1_000;
const salesInFlight = 32;
const currency = 'USD';
const admin = { role: 'admin' } as const;
const dayMs = 86_400_000;
/** How long before the making of the log its story begins, and how long after it the first show is. */
const daysBefore = 20;
const daysAhead = 20;
const longerThanHoldMs = 11 * 60_000;
/** Showtimes whose sales staff close: what `/v1/events?type=SalesClosed` is to find. */
const closedOf = 5;

interface BuiltTheater {
  readonly state: Theater;
  readonly halls: ReadonlyMap<string, Hall>;
  readonly schedules: ReadonlyMap<string, Told<ScheduleState>>;
}

export const tellFilms = (author: LogAuthor, { films }: Pick<Timetable, 'films'>): void => {
  for (const { id: movieId, title, runtimeMinutes, genres, rating, releaseDate } of films) {
    const told = author.begin(movieAggregate, movieId);
    const more = {
      ...(rating === undefined ? {} : { rating }),
      ...(releaseDate === undefined ? {} : { releaseDate }),
    };
    const film = { movieId, title, runtimeMinutes, genres: [...genres], ...more };
    author.tell(movieAggregate, told, { type: 'RegisterMovie', ...film }, admin);
  }
};

export const tellTheater = (author: LogAuthor, at: number, planned: PlannedTheater): BuiltTheater => {
  const { id: theaterId, name: city, country, lat, lng, timeZone } = planned;
  const theater = author.begin(theaterAggregate, theaterId);
  const details = { name: `Cinema ${city} ${at + 1}`, city, country, location: { lat, lng }, timeZone };
  author.tell(theaterAggregate, theater, { type: 'OpenTheater', theaterId, ...details }, admin);
  author.tell(theaterAggregate, theater, { type: 'SettleCurrency', currency }, admin);
  const halls = new Map<string, Hall>();
  const schedules = new Map<string, Told<ScheduleState>>();
  for (const [place, { id: hallId, seats }] of planned.halls.entries()) {
    const hall = author.begin(hallAggregate, hallId);
    const built = { type: 'BuildHall', hallId, theaterId, name: `Hall ${place + 1}`, seats } as const;
    author.tell(hallAggregate, hall, built, admin);
    if (hall.state.status !== 'built') throw new Error(`${hall.stream} was not built`);
    halls.set(hallId, hall.state);
    schedules.set(hallId, author.begin(scheduleAggregate, hallId));
  }
  if (theater.state.status !== 'open') throw new Error(`${theater.stream} was not opened`);
  return { state: theater.state, halls, schedules };
};

export const publish = (author: LogAuthor, show: PlannedShow, built: BuiltTheater): ToldShowtime => {
  const hall = built.halls.get(show.hallId);
  const schedule = built.schedules.get(show.hallId);
  if (hall === undefined || schedule === undefined) throw new Error(`hall ${show.hallId} was not built`);
  const { id: showtimeId, film, hallId, startsAt, format, language, priceMinor } = show;
  const basePrice = { amount: priceMinor, currency };
  const request = { showtimeId, movieId: film.id, hallId, startsAt, basePrice, format, language };
  const slot = slotFor(request, film.runtimeMinutes, hall);
  author.tell(scheduleAggregate, schedule, { type: 'ReserveSlot', ...slot }, admin);
  const showtime = author.begin(showtimeAggregate, showtimeId);
  author.tell(showtimeAggregate, showtime, showtimeFor(slot, hall, built.state.details), admin);
  return showtime;
};

/** Neighbours that can be held together, each seat once. */
const pairsOf = (seats: readonly Seat[]): readonly (readonly string[])[] => {
  const pairs: string[][] = [];
  for (const row of Map.groupBy(seats, (seat) => seat.row).values()) {
    const plain = row.filter(({ type }) => type === 'regular' || type === 'premium' || type === 'recliner');
    for (let place = 0; place + 1 < plain.length; place += 2) {
      pairs.push(plain.slice(place, place + 2).map(({ id }) => id));
    }
  }
  return pairs;
};

/** Every showtime is asked for in turn, so that its sales lie far apart. */
function* salesOf(
  author: LogAuthor,
  showtimes: readonly { readonly told: ToldShowtime; readonly pairs: readonly (readonly string[])[] }[],
  bookings: number,
): Generator<Sale> {
  const ways = [releasedHold, ...Array.from({ length: bookings }, () => confirmedBooking), forgottenHold];
  for (const [turn, way] of ways.entries()) {
    for (const { told, pairs } of showtimes) {
      const seatIds = pairs[turn % pairs.length] ?? [];
      yield way(author, told, turn % 3 === 1 ? seatIds.slice(0, 1) : seatIds);
    }
  }
}

export interface AuthorOptions extends LogSize {
  readonly madeAtMs: number;
  /** Default: midnight, twenty days before. */
  readonly beginsAtMs?: number;
  write(event: AuthoredEvent): void;
  /** Called between parts, with how many showtimes were told. */
  onPart(showtimes: number): Promise<void>;
}

const midnightOf = (ms: number): number => Math.floor(ms / dayMs) * dayMs;

export const firstDayMsOf = (madeAtMs: number): number => midnightOf(madeAtMs) + daysAhead * dayMs;

export const authorLog = async (options: AuthorOptions): Promise<void> => {
  const { showtimes, bookingsOfShowtime, madeAtMs, write, onPart } = options;
  const { beginsAtMs = midnightOf(madeAtMs) - daysBefore * dayMs } = options;
  const timetable = await planTimetable(showtimes, firstDayMsOf(madeAtMs));
  const author = createLogAuthor(beginsAtMs, write);
  tellFilms(author, timetable);
  const theaters = new Map(
    timetable.theaters.map((planned, at) => {
      const pairs = new Map(planned.halls.map(({ id, seats }) => [id, pairsOf(seats)]));
      return [planned.id, { built: tellTheater(author, at, planned), pairs }] as const;
    }),
  );
  const closeEvery = Math.ceil(showtimes / closedOf);
  for (let first = 0; first < showtimes; first += publishedTogether) {
    const count = Math.min(publishedTogether, showtimes - first);
    const published = Array.from({ length: count }, (_, place) => {
      const show = timetable.show(first + place);
      const theater = theaters.get(show.theater.id);
      if (theater === undefined) throw new Error(`theater ${show.theater.id} was not opened`);
      const told = publish(author, show, theater.built);
      return { told, pairs: theater.pairs.get(show.hallId) ?? [], place: first + place };
    });
    tellSales(salesOf(author, published, bookingsOfShowtime), salesInFlight);
    author.pass(longerThanHoldMs);
    for (const { told, place } of published) {
      expireHolds(author, told);
      if (place % closeEvery === 0) author.tell(showtimeAggregate, told, { type: 'CloseSales' }, admin);
    }
    if (author.nowMs() >= madeAtMs) throw new Error('the story of the log ends after it was made');
    await onPart(first + count);
  }
};
