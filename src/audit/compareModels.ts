/** Rows of read models against the fold, both at one position. */
import type { Audit } from './Audit.ts';
import type { Conflict } from './AuditShape.ts';

export interface SeatsRow {
  /** Of the showtime. */
  readonly stream: string;
  readonly revision: number;
  readonly totalSeats: number;
  /** Held, booked and blocked. */
  readonly taken: readonly string[];
}

export interface HoldRow {
  readonly holdId: string;
  /** Of the showtime. */
  readonly stream: string;
  readonly expiresAtMs: number;
}

export interface BookingRow {
  readonly stream: string;
  readonly bookingId: string;
  readonly status: string;
  readonly totalMinor: number;
  readonly currency: string;
}

type Difference = Omit<Conflict, 'position'>;

const shownStatus: Readonly<Record<string, string>> = {
  initiated: 'open',
  payment_pending: 'open',
};

export const seatsDifference = (
  audit: Pick<Audit, 'showtimes' | 'lastRevisionOf'>,
  { stream, revision, totalSeats, taken }: SeatsRow,
): Difference | undefined => {
  const differing = (what: string): Difference => ({
    stream,
    revision,
    what: `read model availability ${what}`,
  });
  const seats = audit.showtimes.get(stream)?.seats;
  if (seats === undefined) return differing('has a showtime that the log does not have');
  if (revision > audit.lastRevisionOf(stream)) return differing('is ahead of the log');
  if (totalSeats !== seats.layout.size) return differing(`has ${totalSeats} seats of ${seats.layout.size}`);
  const wrong = taken.find((id) => seats.kindAt(seats.layout.get(id) ?? -1) === 'free');
  if (wrong !== undefined) return differing(`has seat ${wrong} taken, which is free`);
  return taken.length === seats.taken
    ? undefined
    : differing(`has ${taken.length} seats taken of ${seats.taken}`);
};

export const holdDifference = (
  { showtimes }: Pick<Audit, 'showtimes'>,
  { holdId, stream, expiresAtMs }: HoldRow,
): Difference | undefined => {
  const hold = showtimes.get(stream)?.holds.get(holdId);
  if (hold?.expiresAtMs === expiresAtMs) return undefined;
  const what =
    hold === undefined
      ? 'which does not live'
      : `until ${new Date(expiresAtMs).toISOString()}, which is another instant`;
  return { stream, revision: -1, what: `read model holds has hold ${holdId}, ${what}` };
};

export const bookingDifference = (
  { bookings }: Pick<Audit, 'bookings'>,
  { stream, bookingId, status, totalMinor, currency }: BookingRow,
): Difference | undefined => {
  const differing = (what: string): Difference => ({
    stream,
    revision: -1,
    what: `read model bookings ${what}`,
  });
  const folded = bookings.statusOf(bookingId);
  if ((shownStatus[status] ?? status) !== folded) return differing(`says ${status}, the log ${folded}`);
  const total = bookings.totalOf(bookingId);
  if (total.minor === totalMinor && total.currency === currency) return undefined;
  return differing(`says ${totalMinor} ${currency}, the log ${total.minor} ${total.currency}`);
};

export const countDifference = (
  model: string,
  what: string,
  rows: number,
  folded: number,
): Difference | undefined =>
  rows === folded
    ? undefined
    : { stream: '', revision: -1, what: `read model ${model} has ${rows} ${what}, the log ${folded}` };
