/**
 * Another way to sell seats, behind the same HTTP route and the same rules: a seat that exists, is free or whose hold is over,
 * at most ten in a hold, all of them or none, a hold of ten minutes. An acknowledged hold is durable unless the peer says
 * otherwise.
 */
export interface Peer {
  /**
   * Makes tables and free seats. Called once. `historyEvents`: how much happened to each showtime already, where the peer keeps
   * events.
   */
  prepare(showtimeIds: readonly string[], seatIds: readonly string[], historyEvents?: number): Promise<void>;
  /** Seats that could not be had, in any order; empty when all are held. */
  hold(request: HoldRequest): Promise<readonly string[]>;
  release(showtimeId: string, holdId: string): Promise<void>;
  /** Pays for a hold and books its seats. Resolves to false when the hold is over. Absent in peers that only hold seats. */
  book?(request: BookRequest): Promise<boolean>;
  /** Compact seat map: `A` or `H` per seat in the order of `prepare`. */
  seatMap(showtimeId: string): Promise<string>;
  /** Every held or booked seat, for the checker. */
  held(): Promise<readonly HeldSeat[]>;
  close(): Promise<void>;
}

export interface HoldRequest {
  readonly showtimeId: string;
  readonly holdId: string;
  /** Sorted. */
  readonly seatIds: readonly string[];
  readonly expiresAt: Date;
}

export interface BookRequest {
  readonly showtimeId: string;
  readonly holdId: string;
  readonly bookingId: string;
  readonly key: string;
  /** JSON, as it was asked and as it is answered. */
  readonly body: string;
  readonly answer: string;
}

export interface HeldSeat {
  readonly showtimeId: string;
  readonly seatId: string;
  /** The hold, or the booking that came of it. */
  readonly owner: string;
}

export interface PeerOptions {
  /** Postgres or Redis, whichever the peer keeps its seats in. */
  readonly url: string;
  /** Connections to Postgres. */
  readonly connections: number;
}

export type OpenPeer = (options: PeerOptions) => Promise<Peer>;

/** A transaction that the database aborted is tried again this often before the caller gets a 503. */
export const retriesMax = 200;
