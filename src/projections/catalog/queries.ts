import type { HallDetails } from '../../domain/hall/events.ts';
import type { MovieDetails } from '../../domain/movie/events.ts';
import type { TheaterDetails } from '../../domain/theater/events.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { Page, PageRequest } from '../sql/page.ts';

export interface GeoPoint {
  /** Degrees, north and east positive. */
  readonly lat: number;
  readonly lng: number;
}

export interface MovieRow {
  readonly id: string;
  readonly title: string;
  readonly genres: readonly string[];
  readonly runtimeMinutes: number;
  readonly rating: string | null;
  readonly releaseDate: string | null;
  /** Everything that staff told about it. */
  readonly details: MovieDetails;
  readonly showtimeCount: number;
  readonly version: number;
}

export interface TheaterRow {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly country: string;
  readonly location: GeoPoint;
  readonly timeZone: string;
  /** Everything that staff told about it. */
  readonly details: TheaterDetails;
  /** Of its first showtime. */
  readonly settledCurrency?: string;
  /** Only with `near`. */
  readonly distanceKm?: number;
  readonly version: number;
}

export interface HallRow {
  readonly id: string;
  readonly theaterId: string;
  readonly version: number;
  readonly name: string;
  readonly loneSeatRule: HallDetails['loneSeatRule'];
  readonly cleaningMinutes: number;
  readonly layoutVersion: number;
  readonly seatCount: number;
}

/** A showtime without what changes with every hold; availability is added from the seat map. */
export interface ShowtimeRow {
  readonly id: string;
  readonly movieId: string;
  readonly theaterId: string;
  readonly hallId: string;
  readonly startsAt: string;
  /** Only with `near`. */
  readonly distanceKm?: number;
}

export interface ShowtimeFilter {
  readonly movieId?: string;
  readonly theaterId?: string;
  readonly city?: string;
  /** The theater's business date. */
  readonly date?: string;
  /** Whatever the case. */
  readonly format?: string;
  readonly language?: string;
  readonly near?: GeoPoint;
  /** With `near`; 50 by default. */
  readonly radiusKm?: number;
  readonly nowMs: number;
}

export interface CatalogQueries {
  /** Up to where the read model has applied the log. */
  position(): Promise<Position>;
  /** Waits until the model has applied `position`, at most `withinMs`; resolves to how far it is. */
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /** By title. */
  movies(at: { readonly nowMs: number }, page: PageRequest): Promise<Page<MovieRow>>;
  movie(id: string, nowMs: number): Promise<MovieRow | undefined>;
  /** Those of these that the model knows, by id. */
  moviesOf(ids: readonly string[]): Promise<ReadonlyMap<string, Omit<MovieRow, 'showtimeCount'>>>;
  /** By name. */
  theaters(page: PageRequest): Promise<Page<TheaterRow>>;
  theater(id: string): Promise<TheaterRow | undefined>;
  /** Those of these that the model knows, by id. */
  theatersOf(ids: readonly string[]): Promise<ReadonlyMap<string, TheaterRow>>;
  /** The names of those of these halls that the model knows, by id. */
  hallNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  hall(id: string): Promise<HallRow | undefined>;
  hallsOf(theaterId: string): Promise<readonly HallRow[]>;
  /** By start. Without a date: on sale and not ended at `nowMs`; with one: that business date, in any state. */
  showtimes(filter: ShowtimeFilter, page: PageRequest): Promise<Page<ShowtimeRow>>;
}
