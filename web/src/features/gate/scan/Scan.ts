/** A ticket that this gate let in. It is kept until its show is long over, sent or not. */
export interface Scan {
  /** Also the idempotency key. */
  readonly id: string;
  readonly code: string;
  readonly bookingId: string;
  readonly reference: string;
  readonly seatIds: readonly string[];
  readonly scannedAt: string;
  /** Of the gate that admits to one show only. */
  readonly onlyShow?: string;
  readonly state: 'waiting' | 'sent' | 'conflict';
  /** A request may have arrived whose answer was lost. */
  readonly asked?: true;
  readonly checkinId?: string;
  /** Why the box office did not take it. */
  readonly why?: string;
  /** For a conflict: when the same ticket was admitted at another gate. */
  readonly otherAt?: string;
}

export interface Ticket {
  readonly bookingId: string;
  readonly reference: string;
  readonly showtimeId: string;
  readonly seatIds: readonly string[];
  /** In seconds. */
  readonly exp: number;
}

export type Refused =
  | 'invalid-ticket'
  | 'expired'
  | 'other-day'
  | 'wrong-showtime'
  | 'too-early'
  | 'not-confirmed'
  | 'already-admitted';

export type Verdict =
  | {
      readonly tone: 'in';
      readonly seatIds: readonly string[];
      readonly showtimeId?: string;
      /** Judged here, and sent later. */
      readonly isOffline: boolean;
      /** Bought since the list was fetched. */
      readonly isNew?: boolean;
    }
  | {
      readonly tone: 'out';
      /** A name of {@link Refused}, or of a problem of the API. */
      readonly why: string;
      readonly at?: string;
      readonly where?: string;
      readonly showtimeId?: string;
    };
