/** What the load generator is asked to do, and what it says afterwards. Both travel as JSON between processes. */

/** Seats of showtimes, spread over the hall. */
export interface SeatChoice {
  readonly showtimes: readonly string[];
  readonly seats: readonly string[];
  readonly seatsPerHold: number;
  /** `inOrder`: one showtime at a time. `zipf`: by popularity (exponent 1). */
  readonly order: 'inOrder' | 'zipf';
}

/** Taken in order; a job ends when they are used up or its time is over. */
export type Requests =
  | ({
      readonly kind: 'sell';
      /** Each so many-th hold is given back at once; 0: none. */
      readonly releaseEvery: number;
    } & SeatChoice)
  /** Hold, pay, confirm. */
  | ({
      readonly kind: 'book';
      /** Each so many-th hold is not paid for; 0: none. */
      readonly abandonEvery: number;
      readonly paymentToken: string;
    } & SeatChoice)
  /** As many callers as connections, each of whom wants one seat of a showtime and comes back when it is shed. */
  | {
      readonly kind: 'crowd';
      readonly showtime: string;
      readonly seats: readonly string[];
      readonly callers: number;
    }
  /** The same requests over and over. */
  | {
      readonly kind: 'same';
      readonly method: 'GET' | 'POST';
      readonly paths: readonly string[];
      readonly body?: string;
    };

export interface LoadJob {
  /** Of one server, or of several that share the connections in turn. */
  readonly ports: readonly number[];
  readonly connections: number;
  readonly warmUpMs: number;
  readonly forMs: number;
  /** Requests per second at fixed instants, whatever the answers do; without it each connection sends as it is answered. */
  readonly ratePerSecond?: number;
  /** Any other status than these ends the job. */
  readonly statuses: readonly number[];
  /** A connection that the server closes is counted as lost and not used again, instead of ending the job. */
  readonly countsLost?: boolean;
  readonly requests: Requests;
  /** The callers that requests are sent as, in turn; without one, requests carry no token. */
  readonly callers?: Callers;
}

/** Guests with a session and an address of their own. */
export interface Callers {
  readonly count: number;
  /** In base64, the program's key of guest sessions. */
  readonly sessionKey: string;
}

/** A hold or a booking that the server acknowledged. */
export interface Acknowledged {
  readonly showtimeId: string;
  /** The hold, or the booking that came of it. */
  readonly owner: string;
  readonly seatIds: readonly string[];
  readonly released: boolean;
}

export interface LoadResult {
  /** Time that was measured, without the warm-up. */
  readonly seconds: number;
  /** Answers within that time by status, of each port in their order. */
  readonly counts: readonly Readonly<Record<string, number>>[];
  /**
   * Of each answer within that time; where there is a rate, of each request whose instant is within it, from that instant.
   * Milliseconds, sorted.
   */
  readonly latenciesMs: readonly number[];
  /** All answers, warm-up included. */
  readonly answered: number;
  /** Warm-up included: the checker needs all. */
  readonly acknowledged: readonly Acknowledged[];
  /** From the start of the load to the last answer 201. */
  readonly lastMadeMs: number;
  /** Connections that were closed by the server instead of an answer. */
  readonly lost: number;
  /** Why it ended early; absent when it did not. */
  readonly failure?: string;
}
