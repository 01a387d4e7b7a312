/**
 * Buying, cancelling and admitting, as their callers ask for them. A request is remembered in the booking's own
 * stream; what it is answered follows from that stream alone, on any node and at any later time.
 */
import { type Booking, type Cancellation, keptSeats } from '../../domain/booking/BookingState.ts';
import type { BookingRejection } from '../../domain/booking/commands.ts';
import type { Money } from '../../domain/kernel/money.ts';
import type { ShowtimeRejection } from '../../domain/showtime/commands.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import { refuseReusedKey, underClaim } from '../request/claimKey.ts';
import type { Runners } from '../runners.ts';
import type { BookingDriver } from './BookingDriver.ts';
import { cancelBooking } from './cancelBooking.ts';
import { retryStuck } from './retryStuck.ts';
import { startBooking } from './startBooking.ts';

export interface StartBookingRequest {
  /** Both as the hold token proves them; the booking's id is found from them. */
  readonly showtimeId: string;
  readonly holdId: string;
  readonly customerId: string;
  /** Of a customer who is no guest: see `emailHash`. */
  readonly emailHash?: string;
  /** Goes into the log sealed under the customer's key. */
  readonly customer: { readonly name: string; readonly email: string; readonly phone?: string };
  /** `token` is the gateway's, for the customer's means of payment; sealed like the customer. */
  readonly payment: { readonly method: string; readonly token: string };
}

export interface CancelBookingRequest {
  readonly bookingId: string;
  /** Chosen by the caller, the same for a repeat: `keyedId`. */
  readonly cancellationId: string;
  /** All seats that are left when absent. */
  readonly seatIds?: readonly string[];
  /** A customer's own words go into the log sealed under their key; they are left out while no key can be had. */
  readonly reason?: string;
  /** All is paid back. For whoever may give it. */
  readonly terms?: 'full';
  readonly expectedRefund?: Money;
  readonly by: 'customer' | 'cinema';
}

export interface AdmitRequest {
  readonly bookingId: string;
  readonly showtimeId?: string;
  /** The code is past its time: nobody is let in any more, but whoever was is told so. */
  readonly expired?: boolean;
  /** Who and where, as the gate names itself. */
  readonly by?: string;
  readonly where?: string;
}

/** Nothing was done, or nothing is known of it. */
type NotDone<Rejection> =
  | { readonly outcome: 'rejected'; readonly rejection: Rejection }
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'in-progress' }
  | { readonly outcome: 'unavailable'; readonly why: string; readonly retryAfterMs: number };

interface Answered {
  /** As the answer shows it, whatever happened since. */
  readonly booking: Booking;
  /** Of the last event that the answer rests on, or a later one. */
  readonly position: Position;
  /** True when the answer is that of an earlier request with the same key. */
  readonly replayed: boolean;
}

export type StartBookingRejection =
  | Extract<
      BookingRejection,
      { readonly reason: 'BookingInProgress' | 'HoldAlreadyBooked' | 'HoldOver' | 'TooManyAttempts' }
    >
  | Extract<ShowtimeRejection, { readonly reason: 'ShowtimeNotFound' | 'HoldNotFound' | 'ShowtimeNotOnSale' }>
  /** The customer was erased: nothing can be kept for that id any more. */
  | { readonly reason: 'CustomerErased' };

export type StartBookingOutcome =
  /** 201, remembered. */
  | (Answered & { readonly outcome: 'confirmed'; readonly method: string })
  /** 202: a repeat says so until it is decided. */
  | (Answered & { readonly outcome: 'pending'; readonly method: string })
  /** 402 payment-declined, remembered; the hold stays and another card may be tried. */
  | (Answered & { readonly outcome: 'declined'; readonly code: string })
  /** 402 payment-failed, remembered. */
  | (Answered & { readonly outcome: 'failed'; readonly code: string })
  /** 503 payment-unavailable, not remembered; the hold stays. */
  | { readonly outcome: 'payment-unavailable'; readonly retryAfterMs: number }
  | NotDone<StartBookingRejection>;

export type CancelBookingRejection =
  | Extract<
      BookingRejection,
      { readonly reason: 'BookingNotFound' | 'NotCancellable' | 'RefundChanged' | 'UnknownSeat' }
    >
  | Extract<ShowtimeRejection, { readonly reason: 'SeatsBelongTogether' }>;

export type CancelBookingOutcome =
  /** 200, remembered. `booking` is as right after this cancellation; `refundStatus` as the first answer said. */
  | (Answered & {
      readonly outcome: 'cancelled';
      readonly cancellation: Cancellation;
      readonly refundStatus: 'none' | 'pending' | 'done';
    })
  | NotDone<CancelBookingRejection>;

export type AdmitRejection = Extract<
  BookingRejection,
  {
    readonly reason:
      | 'BookingNotFound'
      | 'AlreadyAdmitted'
      | 'WrongShowtime'
      | 'NotConfirmed'
      | 'TicketExpired';
  }
>;

export type AdmitOutcome =
  | (Answered & {
      readonly outcome: 'admitted';
      readonly admittedAt: string;
      readonly seatIds: readonly string[];
    })
  | NotDone<AdmitRejection>;

export type RetryStuckRejection = Extract<
  BookingRejection,
  { readonly reason: 'BookingNotFound' | 'NothingStuck' }
>;

export type RetryStuckOutcome =
  /** Under way; what comes of it shows in the booking. */
  (Answered & { readonly outcome: 'retried'; readonly retriedAt: string }) | NotDone<RetryStuckRejection>;

export interface BookingUseCases {
  /**
   * Whether the key was used with another body; undefined when it was not. For requests whose body says which booking
   * they are about, before anything else of them is looked at.
   */
  refuseReusedKey(context: CommandContext): Promise<NotDone<never> | undefined>;
  /** Pays for a held set of seats. Answers once it is decided, or `pending` after a few seconds. */
  startBooking(request: StartBookingRequest, context: CommandContext): Promise<StartBookingOutcome>;
  /** Gives up paid seats: they are on sale at once, the refund is done or under way. */
  cancelBooking(request: CancelBookingRequest, context: CommandContext): Promise<CancelBookingOutcome>;
  /** Lets the holders of a ticket in, once. */
  admit(request: AdmitRequest, context: CommandContext): Promise<AdmitOutcome>;
  /** Asks the gateway again, now, for whatever it turned down too often. */
  retryStuck(bookingId: string, context: CommandContext): Promise<RetryStuckOutcome>;
}

export interface WaitingLimits {
  /** After so long a customer is told that it is not decided yet. */
  readonly answerWithinMs: number;
  /** So long the node that took a request carries it on, answered or not. */
  readonly driveMs: number;
}

export const waitingLimits: WaitingLimits = { answerWithinMs: 4_000, driveMs: 30_000 };

export interface BookingDeps {
  readonly commands: Pick<Runners, 'showtimes' | 'bookings' | 'requests'>;
  readonly keys: Pick<KeyStore, 'seal'>;
  readonly driver: BookingDriver;
  readonly limits: WaitingLimits;
  /** Resolves after `ms`, or as soon as the signal says stop. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const createBookings = (deps: BookingDeps): BookingUseCases => {
  const running = new Map<string, string>();

  /** One request under one key at a time; another node's is seen in the log. */
  const alone = async <Result>(
    what: string,
    { idempotency }: CommandContext,
    run: () => Promise<Result>,
  ): Promise<Result | NotDone<never>> => {
    if (idempotency === undefined) return run();
    const key = `${what} ${idempotency.key}`;
    const other = running.get(key);
    if (other !== undefined) return { outcome: other === idempotency.body ? 'in-progress' : 'key-reused' };
    running.set(key, idempotency.body);
    try {
      return await run();
    } finally {
      running.delete(key);
    }
  };

  return {
    refuseReusedKey: (context) => refuseReusedKey(deps, context),
    startBooking: (request, context) => alone('start', context, () => startBooking(deps, request, context)),
    cancelBooking: (request, context) =>
      alone('cancel', context, () => cancelBooking(deps, request, context)),
    admit: (request, context) => admit(deps, request, context),
    retryStuck: (bookingId, context) => retryStuck(deps, bookingId, context),
  };
};

const admit = async (
  deps: BookingDeps,
  { bookingId, ...gate }: AdmitRequest,
  context: CommandContext,
): Promise<AdmitOutcome> => {
  const outcome = await underClaim(deps, bookingId, context, () =>
    deps.commands.bookings.execute(bookingId, { type: 'AdmitTicket', ...gate }, context),
  );
  if (outcome.outcome === 'rejected') {
    const { rejection } = outcome;
    switch (rejection.reason) {
      case 'BookingNotFound':
      case 'AlreadyAdmitted':
      case 'WrongShowtime':
      case 'NotConfirmed':
      case 'TicketExpired':
        return { outcome: 'rejected', rejection };
      default:
        throw new Error(`AdmitTicket was refused with ${rejection.reason}`);
    }
  }
  if (outcome.outcome !== 'done') return outcome;
  const { state: booking, position, replayed } = outcome;
  if (booking.status === 'none' || booking.admitted === undefined) throw new Error('nobody was admitted');
  const { admittedAt } = booking.admitted;
  const seatIds = keptSeats(booking).map(({ id }) => id);
  return { outcome: 'admitted', booking, position, replayed, admittedAt, seatIds };
};
