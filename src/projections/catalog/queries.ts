/** What the catalog read model answers. Rows are as the API shows them. */
import type { Position } from '../../ports/EventStore.ts';

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
  /** Only with `near`. */
  readonly distanceKm?: number;
  readonly version: number;
}

export interface HallRow {
  readonly id: string;
  readonly theaterId: string;
  readonly name: string;
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

export interface Page<Row> {
  readonly items: readonly Row[];
  /** Opaque; null at the end. */
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

/** Thrown for a cursor that this program did not make for this list: the API answers 400. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

export interface CatalogQueries {
  /** Up to where the read model has applied the log. */
  position(): Promise<Position>;
  /** Waits until the model has applied `position` or `deadlineMs` (a duration) is over; says how far it is. */
  waitFor(position: Position, deadlineMs: number): Promise<Position>;
  /**
   * By title. `q`: every word stands somewhere in the title, whatever the case and accents. A filter about shows
   * (city, date, language, format, near) leaves the movies with a bookable showtime that meets all of them; `date`
   * is the theater's business date; `near` means within `radiusKm`, 50 by default.
   */
  movies(
    filter: {
      readonly q?: string;
      readonly genre?: string;
      readonly city?: string;
      readonly date?: string;
      readonly language?: string;
      readonly format?: string;
      readonly near?: GeoPoint;
      readonly radiusKm?: number;
      readonly nowMs: number;
    },
    page: PageRequest,
  ): Promise<Page<MovieRow>>;
  movie(id: string, nowMs: number): Promise<MovieRow | undefined>;
  /** By name; with `near` by distance, within `radiusKm` if that is given. `q` also looks at chain and city. */
  theaters(
    filter: {
      readonly q?: string;
      readonly city?: string;
      readonly near?: GeoPoint;
      readonly radiusKm?: number;
    },
    page: PageRequest,
  ): Promise<Page<TheaterRow>>;
  theater(id: string): Promise<TheaterRow | undefined>;
  hallsOf(theaterId: string): Promise<readonly HallRow[]>;
  /** By start. Without a date: on sale and not ended at `nowMs`; with one: that business date, whatever became of it. */
  showtimes(
    filter: {
      readonly movieId?: string;
      readonly theaterId?: string;
      readonly city?: string;
      readonly date?: string;
      readonly near?: GeoPoint;
      /** With `near`; 50 by default. */
      readonly radiusKm?: number;
      readonly nowMs: number;
    },
    page: PageRequest,
  ): Promise<Page<ShowtimeRow>>;
}
