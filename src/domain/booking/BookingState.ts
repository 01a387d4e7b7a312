import type { z } from 'zod';
import type { EventOf } from '../kernel/eventDefinition.ts';
import type { Money } from '../kernel/money.ts';
import type { SealedText } from '../kernel/sealedText.ts';
import type { HeldSeat } from '../showtime/events.ts';
import type { sealedSchema } from './eventFields.ts';
import type { bookingEvents, expiredWhySchema } from './events.ts';

export type SealedValue = Readonly<z.output<typeof sealedSchema>>;
export type ExpiredWhy = z.output<typeof expiredWhySchema>;
export type SeatsLostWhy = EventOf<typeof bookingEvents.SeatsLost>['data']['why'];

export type BookingStatus = 'initiated' | 'payment_pending' | 'confirmed' | 'cancelled' | 'expired';

export type AttemptResult =
  | { readonly result: 'open' }
  | { readonly result: 'confirmed' }
  | { readonly result: 'declined'; readonly code: string }
  | { readonly result: 'unreached' }
  /** The money could not be taken, or the hold's seats changed under the payment. */
  | { readonly result: 'failed'; readonly code: string }
  | { readonly result: 'seats-lost'; readonly why: SeatsLostWhy };

export type Attempt = AttemptResult & {
  readonly attempt: number;
  readonly method: string;
  readonly token: SealedValue;
  /** The same under a key of its own: it opens for some minutes, also when the customer is erased meanwhile. */
  readonly kept?: SealedValue;
};

export type Payment =
  | { readonly phase: 'none' }
  /** `takenUp`: a driver other than the first may have called the gateway. */
  | { readonly phase: 'authorizing'; readonly attempt: number; readonly takenUp: boolean }
  | { readonly phase: 'authorized'; readonly attempt: number; readonly authorizationId: string }
  | { readonly phase: 'secured'; readonly attempt: number; readonly authorizationId: string }
  | {
      readonly phase: 'captured';
      readonly attempt: number;
      readonly captureId: string;
      readonly amount: Money;
    }
  /** The capture failed: the seats go back, then the authorization. */
  | { readonly phase: 'returning'; readonly attempt: number; readonly authorizationId: string }
  | {
      readonly phase: 'voiding';
      readonly attempt: number;
      readonly authorizationId: string;
      readonly why: SeatsLostWhy | 'capture-failed' | 'customer-erased';
    };

export type Cancellation = EventOf<typeof bookingEvents.CancellationAccepted>['data'] & {
  readonly seatsReleased: boolean;
  readonly refundStatus: 'none' | 'pending' | 'done';
  readonly refundId?: string;
  /** What is paid back, where refunds made by hand have reduced it. */
  readonly due?: Money;
  readonly refundTries: number;
  readonly retryAtMs: number;
  readonly toldPending: boolean;
  readonly refundCode?: string;
  readonly stuckAt?: string;
};

/** A call about an authorization that the gateway turned down, and will be asked again. */
export interface Refusal {
  readonly step: 'capture' | 'void';
  readonly authorizationId: string;
  readonly tries: number;
  readonly code: string;
  /** Absent when only staff may retry it. */
  readonly retryAtMs?: number;
  readonly stuckAt?: string;
}

export type ForeignRefund = EventOf<typeof bookingEvents.ForeignRefundsFound>['data']['refunds'][number];

export interface Admission {
  /** Absent for admissions of before there were ids. */
  readonly checkinId?: string;
  readonly admittedAt: string;
  readonly seatIds: readonly string[];
  readonly where?: SealedText;
  readonly undone?: true;
}

export type NoBooking = { readonly status: 'none' };

export interface Booking {
  readonly status: BookingStatus;
  readonly bookingId: string;
  /** Short enough to read out; see `bookingReference`. */
  readonly reference: string;
  readonly showtimeId: string;
  readonly movieId: string;
  readonly theaterId: string;
  readonly customerId: string;
  readonly customer: SealedValue;
  /** HMAC of the e-mail address of a customer who is no guest. */
  readonly emailHash?: string;
  /** HMACs of the words of the customer's name and of the telephone number. */
  readonly wordHashes?: readonly string[];
  /** Of the show. ISO 8601 UTC. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly refunds: readonly { readonly fromMsBefore: number; readonly percent: number }[];
  /** All seats that were bought, cancelled ones included: see `confirmedSeats`. */
  readonly seats: readonly HeldSeat[];
  readonly discount?: Money;
  readonly total: Money;
  readonly hold: {
    readonly holdId: string;
    readonly expiresAtMs: number;
    /** When a running payment asks for more time; absent when there is no more. */
    readonly keepAtMs?: number;
  };
  readonly attempts: readonly Attempt[];
  readonly payment: Payment;
  /** Authorizations of attempts which are over: to be voided. */
  readonly strays: readonly { readonly attempt: number; readonly authorizationId: string }[];
  readonly refusals: readonly Refusal[];
  readonly cancellations: readonly Cancellation[];
  readonly foreignRefunds: readonly ForeignRefund[];
  readonly admissions: readonly Admission[];
  readonly expiredWhy?: ExpiredWhy;
}

export type BookingState = NoBooking | Booking;

/** Seats that were not cancelled, in the order of the hold, whether paid or not. */
export const keptSeats = ({ seats, cancellations }: Booking): readonly HeldSeat[] => {
  const gone = new Set(cancellations.flatMap(({ seatIds }) => seatIds));
  return seats.filter(({ id }) => !gone.has(id));
};

export const standingAdmissions = ({ admissions }: Booking): readonly Admission[] =>
  admissions.filter(({ undone }) => undone !== true);

const blank = ({ customerId }: SealedValue): SealedValue => ({ customerId, box: '' });

/** The booking without sealed values. A copy of it holds no personal data, so erasure need not reach it. */
export const withoutBoxes = (booking: Booking): Booking => ({
  ...booking,
  customer: blank(booking.customer),
  attempts: booking.attempts.map(({ kept: _kept, ...attempt }) => ({
    ...attempt,
    token: blank(attempt.token),
  })),
  cancellations: booking.cancellations.map(({ customerReason: _words, ...cancellation }) => cancellation),
  admissions: booking.admissions.map(({ where: _where, ...admission }) => admission),
});

/** The booking as its customer was first told of it: confirmed, with all its seats. */
export const asConfirmed = (booking: Booking): Booking => ({
  ...booking,
  status: 'confirmed',
  cancellations: [],
  foreignRefunds: [],
  admissions: [],
});

/** The booking right after one of its cancellations was accepted. */
export const asCancelled = (booking: Booking, number: number): Booking => {
  const cancellations = booking.cancellations.filter((each) => each.number <= number);
  const after = { ...asConfirmed(booking), cancellations };
  return keptSeats(after).length === 0 ? { ...after, status: 'cancelled' } : after;
};
