/** A booking as the model keeps it: what columns say is not repeated, and what is empty is left out. */
import { z } from 'zod';
import { type Booking, keptSeats, withoutBoxes } from '../../domain/booking/BookingState.ts';
import type { SqlRow } from '../../ports/ReadStore.ts';
import type { HistoryEntry, HistoryWord } from './bookingHistory.ts';

type InColumns =
  | 'bookingId'
  | 'reference'
  | 'showtimeId'
  | 'theaterId'
  | 'customerId'
  | 'emailHash'
  | 'wordHashes'
  | 'status'
  | 'customer';
type Listed = 'strays' | 'refusals' | 'cancellations' | 'foreignRefunds' | 'admissions';

const noneOf: Pick<Booking, Listed> = {
  strays: [],
  refusals: [],
  cancellations: [],
  foreignRefunds: [],
  admissions: [],
};

type Attempt = Booking['attempts'][number];

interface Kept extends Omit<Booking, InColumns | Listed | 'attempts'>, Partial<Pick<Booking, Listed>> {
  readonly attempts: readonly (Omit<Attempt, 'token' | 'kept'> & { readonly token?: Attempt['token'] })[];
  /** Where it is not that of the column. */
  readonly customer?: Booking['customer'];
}

/** What happened, and how many milliseconds after the entry before it; the first since the epoch. */
type KeptHistory = readonly (string | number)[];

export const bookingColumns =
  'booking_id, position, reference, showtime_id, theater_id, customer_id, email_hash, words, status, booking, history';

const rowSchema = z.object({
  booking_id: z.string(),
  position: z.string(),
  reference: z.string(),
  showtime_id: z.string(),
  theater_id: z.string(),
  customer_id: z.string(),
  email_hash: z.string().nullable(),
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
    return [what, afterMs];
  });
};

const historyOf = (kept: KeptHistory): readonly HistoryEntry[] => {
  const entries: HistoryEntry[] = [];
  let atMs = 0;
  for (let place = 0; place < kept.length; place += 2) {
    atMs += Number(kept[place + 1]);
    entries.push({ at: new Date(atMs).toISOString(), what: kept[place] as HistoryWord });
  }
  return entries;
};

const isBlankOf = ({ customerId, box }: Booking['customer'], owner: string): boolean =>
  customerId === owner && box === '';

const kept = (whole: Booking): Kept => {
  const { bookingId: _id, reference: _reference, showtimeId: _show, theaterId: _theater, ...rest } = whole;
  const { customerId, emailHash: _email, wordHashes: _words, status: _status, ...others } = rest;
  const { customer, attempts, ...more } = others;
  const { strays, refusals, cancellations, foreignRefunds, admissions, ...left } = more;
  return {
    ...left,
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
  booking_id: booking.bookingId,
  position,
  reference: booking.reference,
  showtime_id: booking.showtimeId,
  theater_id: booking.theaterId,
  customer_id: booking.customerId,
  email_hash: booking.emailHash ?? null,
  words: booking.wordHashes ?? [],
  seats: seatDays(booking),
  status: booking.status,
  booking: kept(withoutBoxes(booking)),
  history: keptHistory(history),
});

export const bookingOfRow = (row: SqlRow): StoredBooking => {
  const { booking, history, position, ...columns } = rowSchema.parse(row);
  const {
    booking_id,
    reference,
    showtime_id,
    theater_id,
    customer_id: customerId,
    email_hash,
    words,
    status,
  } = columns;
  const blank = { customerId, box: '' };
  return {
    position,
    booking: {
      ...noneOf,
      ...booking,
      ...{
        bookingId: booking_id,
        reference,
        showtimeId: showtime_id,
        theaterId: theater_id,
        status,
        customerId,
      },
      ...(email_hash === null ? {} : { emailHash: email_hash }),
      ...(words.length === 0 ? {} : { wordHashes: words }),
      customer: booking.customer ?? blank,
      attempts: booking.attempts.map((attempt) => ({ token: blank, ...attempt }) as Attempt),
    },
    history: historyOf(history),
  };
};
