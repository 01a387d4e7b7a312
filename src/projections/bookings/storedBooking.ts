/** A booking as the model keeps it: what columns say is not repeated, and what is empty is left out. */
import { z } from 'zod';
import { type Booking, keptSeats, withoutBoxes } from '../../domain/booking/BookingState.ts';
import type { SqlRow } from '../../ports/ReadStore.ts';
import { instantColumn as instant, positionColumn } from '../sql/columns.ts';
import { type HistoryEntry, historyWords } from './bookingHistory.ts';

type InColumns =
  | 'bookingId'
  | 'reference'
  | 'showtimeId'
  | 'theaterId'
  | 'movieId'
  | 'startsAt'
  | 'endsAt'
  | 'customerId'
  | 'emailHash'
  | 'wordHashes'
  | 'status'
  | 'customer';
type Listed = 'strays' | 'refusals' | 'cancellations' | 'foreignRefunds' | 'admissions';
type Shortened = 'attempts' | 'seats' | 'refunds' | 'hold' | 'payment';

const noneOf: Pick<Booking, Listed> = {
  strays: [],
  refusals: [],
  cancellations: [],
  foreignRefunds: [],
  admissions: [],
};

type Attempt = Booking['attempts'][number];
type Seat = Booking['seats'][number];

/** Id, type, ticket type and amount; the currency where it is not that of the total. */
type KeptSeat = readonly [Seat['id'], Seat['type'], Seat['ticketType'], number, string?];
/** How many milliseconds before the start, and the percentage that is given back. */
type KeptRefund = readonly [number, number];
/** When it runs out, and when a running payment asks for more time. Milliseconds since the epoch. */
type KeptHold = readonly [number, number?];
/** Without the amount where that is the total. */
type KeptPayment = Exclude<Booking['payment'], { phase: 'captured' }> | KeptCapture;
type Capture = Extract<Booking['payment'], { phase: 'captured' }>;
type KeptCapture = Omit<Capture, 'amount'> & Partial<Pick<Capture, 'amount'>>;

interface Kept extends Omit<Booking, InColumns | Listed | Shortened>, Partial<Pick<Booking, Listed>> {
  readonly attempts: readonly (Omit<Attempt, 'token' | 'kept'> & { readonly token?: Attempt['token'] })[];
  readonly seats: readonly KeptSeat[];
  readonly refunds: readonly KeptRefund[];
  readonly hold: KeptHold;
  readonly payment: KeptPayment;
  /** Where it is not that of the column. */
  readonly customer?: Booking['customer'];
}

/** The place of what happened in `historyWords`, and how many milliseconds after the entry before it; the first since the epoch. */
type KeptHistory = readonly number[];

export const bookingColumns = [
  ...['booking_id', 'showtime_id', 'theater_id', 'movie_id', 'hold_id', 'position', 'starts_at', 'ends_at'],
  ...['reference', 'customer_id', 'email_hash', 'words', 'status', 'booking', 'history'],
].join(', ');

const rowSchema = z.object({
  ...{ booking_id: z.string(), showtime_id: z.string(), theater_id: z.string(), movie_id: z.string() },
  ...{ hold_id: z.string(), position: positionColumn, starts_at: instant, ends_at: instant },
  ...{ reference: z.string(), customer_id: z.string(), email_hash: z.string().nullable() },
  words: z.array(z.string()),
  status: z.enum(['initiated', 'payment_pending', 'confirmed', 'cancelled', 'expired']),
  // The model's own writing, so only the outline is looked at.
  booking: z.custom<Kept>((value) => typeof value === 'object' && value !== null),
  history: z.custom<KeptHistory>(Array.isArray),
});

export interface StoredBooking {
  readonly position: string;
  readonly booking: Booking;
  readonly history: readonly HistoryEntry[];
}

const keptHistory = (history: readonly HistoryEntry[]): KeptHistory => {
  let beforeMs = 0;
  return history.flatMap(({ at, what }) => {
    const atMs = Date.parse(at);
    const afterMs = atMs - beforeMs;
    beforeMs = atMs;
    return [historyWords.indexOf(what), afterMs];
  });
};

const historyOf = (kept: KeptHistory): readonly HistoryEntry[] => {
  const entries: HistoryEntry[] = [];
  let atMs = 0;
  for (let place = 0; place < kept.length; place += 2) {
    const what = historyWords[Number(kept[place])];
    if (what === undefined) throw new Error(`a booking has no history word ${kept[place]}`);
    atMs += Number(kept[place + 1]);
    entries.push({ at: new Date(atMs).toISOString(), what });
  }
  return entries;
};

const isBlankOf = ({ customerId, box }: Booking['customer'], owner: string): boolean =>
  customerId === owner && box === '';

const keptSeat = ({ id, type, ticketType, price }: Seat, { currency }: Booking['total']): KeptSeat =>
  price.currency === currency
    ? [id, type, ticketType, price.amount]
    : [id, type, ticketType, price.amount, price.currency];

const seatOf = ([id, type, ticketType, amount, currency]: KeptSeat, total: Booking['total']): Seat => ({
  ...{ id, type, ticketType },
  price: { amount, currency: currency ?? total.currency },
});

const keptPayment = (payment: Booking['payment'], total: Booking['total']): KeptPayment => {
  if (payment.phase !== 'captured') return payment;
  const { amount, ...capture } = payment;
  const isTotal = amount.amount === total.amount && amount.currency === total.currency;
  return isTotal ? capture : payment;
};

const paymentOf = (payment: KeptPayment, total: Booking['total']): Booking['payment'] =>
  payment.phase === 'captured' ? { amount: total, ...payment } : payment;

const kept = (whole: Booking): Kept => {
  const { bookingId: _id, reference: _reference, showtimeId: _show, theaterId: _theater, ...rest } = whole;
  const { movieId: _movie, startsAt: _starts, endsAt: _ends, status: _status, ...others } = rest;
  const { customerId, emailHash: _email, wordHashes: _words, customer, attempts, ...more } = others;
  const { strays, refusals, cancellations, foreignRefunds, admissions, ...left } = more;
  const { seats, refunds, hold, payment, total, ...same } = left;
  return {
    ...same,
    total,
    seats: seats.map((seat) => keptSeat(seat, total)),
    refunds: refunds.map(({ fromMsBefore, percent }) => [fromMsBefore, percent]),
    hold: hold.keepAtMs === undefined ? [hold.expiresAtMs] : [hold.expiresAtMs, hold.keepAtMs],
    payment: keptPayment(payment, total),
    ...(isBlankOf(customer, customerId) ? {} : { customer }),
    attempts: attempts.map(({ token, ...attempt }) =>
      isBlankOf(token, customerId) ? attempt : { ...attempt, token },
    ),
    ...(strays.length === 0 ? {} : { strays }),
    ...(refusals.length === 0 ? {} : { refusals }),
    ...(cancellations.length === 0 ? {} : { cancellations }),
    ...(foreignRefunds.length === 0 ? {} : { foreignRefunds }),
    ...(admissions.length === 0 ? {} : { admissions }),
  };
};

/** A seat as it is looked for: with the UTC date of the show's start. */
export const seatDay = (seatId: string, startsAt: string): string => `${seatId}@${startsAt.slice(0, 10)}`;

const seatDays = (booking: Booking): readonly string[] =>
  booking.status === 'expired' ? [] : keptSeats(booking).map(({ id }) => seatDay(id, booking.startsAt));

/** Sealed values are not kept. */
export const rowOfBooking = ({ position, booking, history }: StoredBooking) => ({
  ...{ booking_id: booking.bookingId, showtime_id: booking.showtimeId, theater_id: booking.theaterId },
  ...{ movie_id: booking.movieId, hold_id: booking.hold.holdId, position },
  ...{ starts_at: booking.startsAt, ends_at: booking.endsAt, reference: booking.reference },
  ...{ customer_id: booking.customerId, email_hash: booking.emailHash ?? null },
  words: booking.wordHashes ?? [],
  seats: seatDays(booking),
  status: booking.status,
  booking: kept(withoutBoxes(booking)),
  history: keptHistory(history),
});

const bookingIn = (row: z.output<typeof rowSchema>): Booking => {
  const { seats, refunds, hold, payment, total, attempts, ...same } = row.booking;
  const [expiresAtMs, keepAtMs] = hold;
  const { email_hash: emailHash, words: wordHashes, customer_id: customerId } = row;
  const blank = { customerId, box: '' };
  return {
    ...noneOf,
    ...same,
    ...{ bookingId: row.booking_id, showtimeId: row.showtime_id, theaterId: row.theater_id },
    ...{ movieId: row.movie_id, startsAt: row.starts_at, endsAt: row.ends_at },
    ...{ reference: row.reference, status: row.status, customerId },
    ...(emailHash === null ? {} : { emailHash }),
    ...(wordHashes.length === 0 ? {} : { wordHashes }),
    customer: same.customer ?? blank,
    total,
    seats: seats.map((seat) => seatOf(seat, total)),
    refunds: refunds.map(([fromMsBefore, percent]) => ({ fromMsBefore, percent })),
    hold: { holdId: row.hold_id, expiresAtMs, ...(keepAtMs === undefined ? {} : { keepAtMs }) },
    payment: paymentOf(payment, total),
    attempts: attempts.map((attempt) => ({ token: blank, ...attempt }) as Attempt),
  };
};

export const bookingOfRow = (row: SqlRow): StoredBooking => {
  const stored = rowSchema.parse(row);
  return { position: stored.position, booking: bookingIn(stored), history: historyOf(stored.history) };
};
