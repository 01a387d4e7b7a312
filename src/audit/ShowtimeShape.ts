import type { Bookings, Tell } from './Bookings.ts';
import type { Fields } from './fields.ts';
import type { Layout } from './Seats.ts';

export interface LiveHold {
  readonly number: number;
  readonly bookingId: string;
  readonly places: readonly number[];
  readonly currency: string;
  readonly expiresAtMs: number;
  readonly capAtMs: number;
}

export interface ShowtimeShape {
  readonly layout: number;
  readonly words: Int32Array | undefined;
  readonly digest: number;
  readonly taken: number;
  readonly holds: ReadonlyMap<string, LiveHold>;
  readonly ttlMs: number;
  readonly capMs: number;
  readonly isCancelled: boolean;
  readonly isDoubtful: boolean;
}

/** What showtimes have in common. */
export interface ShowtimeParts {
  readonly bookings: Bookings;
  layoutOf(seatIds: readonly string[]): Layout;
  nextHoldNumber(): number;
}

export interface Told {
  readonly type: string;
  readonly atMs: number;
  readonly data: Fields;
  readonly tell: Tell;
}
