import type { CommandOf, Decision, Timed } from '../kernel/decider.ts';
import type { EventOf } from '../kernel/eventDefinition.ts';
import type { Money } from '../kernel/money.ts';
import type { SealedText } from '../kernel/sealedText.ts';
import type { BookingStatus, ForeignRefund, SealedValue, SeatsLostWhy } from './BookingState.ts';
import type { BookingEvent, bookingEvents } from './events.ts';

type Initiated = EventOf<typeof bookingEvents.BookingInitiated>['data'];

export interface HoldTime {
  readonly holdExpiresAt: string;
  readonly holdKeepAt?: string;
}

export type BookingCommand =
  /** Begins the booking, or tries another payment after one that came to nothing. The hold is live. */
  | ({ readonly type: 'StartPayment' } & Omit<Initiated, 'reference'> &
      HoldTime & {
        readonly method: string;
        readonly token: SealedValue;
        readonly kept?: SealedValue;
        /** The total that the customer agreed to. */
        readonly expectedTotal?: Money;
      })
  | { readonly type: 'TakeUpPayment'; readonly attempt: number }
  | ({ readonly type: 'RecordHoldKept' } & HoldTime)
  | { readonly type: 'RecordAuthorized'; readonly attempt: number; readonly authorizationId: string }
  | { readonly type: 'RecordDeclined'; readonly attempt: number; readonly code: string }
  /** Only the first driver of an attempt may say so, and only of its first call. */
  | { readonly type: 'RecordUnreached'; readonly attempt: number }
  | { readonly type: 'RecordSeatsSecured'; readonly attempt: number; readonly holdId: string }
  | { readonly type: 'RecordSeatsLost'; readonly attempt: number; readonly why: SeatsLostWhy }
  | { readonly type: 'AbandonPayment'; readonly attempt: number; readonly why: 'customer-erased' }
  | { readonly type: 'RecordCaptured'; readonly attempt: number; readonly captureId: string }
  | { readonly type: 'RecordCaptureFailed'; readonly attempt: number; readonly code: string }
  | { readonly type: 'RecordSeatsGivenBack'; readonly attempt: number }
  | {
      readonly type: 'RecordVoided';
      readonly attempt: number;
      readonly authorizationId: string;
      /** What had been taken of it by hand, and was refunded. */
      readonly paidBack?: { readonly captureId: string; readonly refundId: string; readonly amount: Money };
    }
  | {
      readonly type: 'RecordStepRefused';
      readonly step: 'capture' | 'void';
      readonly attempt: number;
      readonly authorizationId: string;
      /** Which refusal in a row this is, from 1: two drivers may tell of the same one. */
      readonly tries: number;
      readonly code: string;
    }
  | { readonly type: 'RetryStuckPayment' }
  | { readonly type: 'ExpireBooking'; readonly why: 'hold-expired' | 'hold-released' | 'showtime-cancelled' }
  | {
      readonly type: 'CancelSeats';
      readonly cancellationId: string;
      /** All that are left when absent. */
      readonly seatIds?: readonly string[];
      readonly by: 'customer' | 'cinema';
      readonly customerReason?: SealedValue;
      readonly terms?: 'full';
      readonly expectedRefund?: Money;
    }
  | { readonly type: 'RecordSeatsReleased'; readonly cancellationId: string }
  | { readonly type: 'RecordRefunded'; readonly cancellationId: string; readonly refundId: string }
  /** What the gateway knows of refunds made by hand; those that the booking has already are left out. */
  | {
      readonly type: 'RecordForeignRefunds';
      readonly refunds: readonly ForeignRefund[];
      /** Cancellations whose refund has reached the gateway: they are not reduced any more. */
      readonly refundedIds: readonly string[];
    }
  | {
      readonly type: 'RecordRefundFailed';
      readonly cancellationId: string;
      /** Which failure this is, from 1: two drivers may tell of the same one. */
      readonly tries: number;
      readonly code: string;
    }
  | { readonly type: 'DelayRefund'; readonly cancellationId: string }
  | {
      readonly type: 'AdmitTicket';
      readonly checkinId: string;
      /** Theaters that the gate may admit for; any when absent. */
      readonly theaterIds?: readonly string[];
      readonly showtimeId?: string;
      readonly seatIds?: readonly string[];
      readonly opensBeforeMs: number;
      /** When a gate without a network scanned the ticket; decides instead of the time of the request. */
      readonly scannedAtMs?: number;
      readonly expired?: boolean;
      readonly where?: SealedText;
    }
  | {
      readonly type: 'UndoAdmission';
      readonly checkinId: string;
      readonly theaterIds?: readonly string[];
      readonly reason: SealedText;
    };

interface BookingNotFound {
  readonly reason: 'BookingNotFound';
}

interface OtherTheater {
  readonly reason: 'OtherTheater';
}

/** The booking does not wait for this step: another driver recorded it, or the payment has ended. */
type StepRejection = BookingNotFound | { readonly reason: 'StepOutdated' };

export interface BookingRejections {
  readonly StartPayment: /** A payment for the hold is running. */
    | { readonly reason: 'BookingInProgress' }
    | { readonly reason: 'HoldAlreadyBooked' }
    | { readonly reason: 'HoldOver'; readonly how: 'expired' | 'released' | 'booked' }
    | { readonly reason: 'TooManyAttempts'; readonly max: number }
    | { readonly reason: 'QuoteChanged'; readonly total: Money }
    /** The seats have prices in several currencies. */
    | { readonly reason: 'CurrencyInUse'; readonly currency: string };
  readonly TakeUpPayment: StepRejection;
  readonly RecordHoldKept: StepRejection;
  readonly RecordAuthorized: StepRejection;
  readonly RecordDeclined: StepRejection;
  readonly RecordUnreached: StepRejection;
  readonly RecordSeatsSecured: StepRejection;
  readonly RecordSeatsLost: StepRejection;
  readonly AbandonPayment: StepRejection;
  readonly RecordCaptured: StepRejection;
  readonly RecordCaptureFailed: StepRejection;
  readonly RecordSeatsGivenBack: StepRejection;
  readonly RecordVoided: StepRejection;
  readonly RecordStepRefused: StepRejection;
  readonly RetryStuckPayment: BookingNotFound | { readonly reason: 'NothingStuck' };
  readonly ExpireBooking: StepRejection;
  readonly CancelSeats:
    | BookingNotFound
    | {
        readonly reason: 'NotCancellable';
        readonly why: 'not-confirmed' | 'already-cancelled' | 'admitted' | 'started';
      }
    | { readonly reason: 'RefundChanged'; readonly refund: Money }
    /** Seats that are not of the booking, or not any more. */
    | { readonly reason: 'UnknownSeat'; readonly unknown: readonly string[] };
  readonly RecordSeatsReleased: StepRejection;
  readonly RecordRefunded: StepRejection;
  readonly RecordRefundFailed: StepRejection;
  readonly RecordForeignRefunds: BookingNotFound;
  readonly DelayRefund: BookingNotFound;
  readonly AdmitTicket:
    | BookingNotFound
    | {
        readonly reason: 'AlreadyAdmitted';
        readonly admittedAt: string;
        readonly seatIds: readonly string[];
        readonly where?: SealedText;
      }
    | { readonly reason: 'UnknownSeat'; readonly unknown: readonly string[] }
    | OtherTheater
    | { readonly reason: 'TooEarly'; readonly opensAt: string }
    | { readonly reason: 'ScanNotUsable'; readonly why: 'too-old' | 'in-the-future' }
    | { readonly reason: 'WrongShowtime'; readonly showtimeId: string }
    | { readonly reason: 'NotConfirmed'; readonly bookingStatus: BookingStatus }
    | { readonly reason: 'TicketExpired' };
  readonly UndoAdmission: BookingNotFound | OtherTheater | { readonly reason: 'CheckinNotFound' };
}

export type BookingRejection = BookingRejections[BookingCommand['type']];

export type BookingAsked<Type extends BookingCommand['type']> = Timed<CommandOf<BookingCommand, Type>>;

export type BookingDecision<Type extends BookingCommand['type']> = Decision<
  BookingEvent,
  BookingRejections[Type]
>;
