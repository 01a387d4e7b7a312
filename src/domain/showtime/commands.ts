import type { CommandOf, Decision, Timed } from '../kernel/decider.ts';
import type { EventOf } from '../kernel/eventDefinition.ts';
import type { SealedText } from '../kernel/sealedText.ts';
import type { PricePatch } from '../pricing/repriced.ts';
import type { TicketType } from '../pricing/terms.ts';
import type { FocalPoint, Seat, SeatType } from '../seating/seat.ts';
import type { Admission, AttachedQueue, HeldSeat, ShowtimeEvent, showtimeEvents } from './events.ts';

/** Which seats: named, or chosen by the hall's geometry. Ticket types default to adult. */
export type SeatSelection =
  | {
      readonly kind: 'named';
      readonly seatIds: readonly string[];
      readonly ticketTypes: Readonly<Record<string, TicketType>>;
    }
  | {
      readonly kind: 'best-available';
      readonly count: number;
      readonly seatType?: SeatType;
      readonly ticketTypes: readonly TicketType[];
    };

export type ShowtimeCommand =
  | ({ readonly type: 'ScheduleShowtime' } & EventOf<typeof showtimeEvents.ShowtimeScheduled>['data'])
  | { readonly type: 'OpenSales' }
  | { readonly type: 'CloseSales' }
  | { readonly type: 'CancelShowtime'; readonly why: SealedText }
  | {
      readonly type: 'ChangePricing';
      readonly patch: PricePatch;
      /** What the theater sells in, where that is known. */
      readonly theaterCurrency?: string;
      readonly expectedVersion?: number;
    }
  | {
      readonly type: 'MoveToLayout';
      readonly layoutVersion: number;
      readonly focalPoint: FocalPoint;
      readonly seats: readonly Seat[];
    }
  | {
      readonly type: 'HoldSeats';
      readonly holdId: string;
      readonly bookingId: string;
      readonly selection: SeatSelection;
      /** A turn that is open now, or `exempt` for callers who need none. */
      readonly admission?: Admission | 'exempt';
    }
  | ({ readonly type: 'AttachQueue' } & AttachedQueue)
  | { readonly type: 'DetachQueue'; readonly queueId: string }
  | { readonly type: 'ExtendHold'; readonly holdId: string }
  /** Gives a hold that is being paid for more time when its end is near. Nothing to do is not an error. */
  | { readonly type: 'KeepHold'; readonly holdId: string }
  | {
      readonly type: 'SwapHeldSeats';
      readonly holdId: string;
      readonly seatIds: readonly string[];
      readonly ticketTypes: Readonly<Record<string, TicketType>>;
    }
  | { readonly type: 'ReleaseHold'; readonly holdId: string }
  /** Records every hold that ran out by the decision time, or only this one. Nothing to do is not an error. */
  | { readonly type: 'ExpireHolds'; readonly holdId?: string }
  | {
      readonly type: 'BookSeats';
      readonly holdId: string;
      readonly bookingId: string;
      /**
       * What was paid for. A hold with other seats is refused; for one that ran out another is made, under the fresh id
       * and at these prices, if the seats are free. The fresh id is always the same for one booking.
       */
      readonly paid?: {
        readonly seats: readonly HeldSeat[];
        readonly freshHoldId: string;
      };
    }
  | { readonly type: 'ReturnSeats'; readonly bookingId: string; readonly seatIds: readonly string[] }
  | { readonly type: 'BlockSeats'; readonly seatIds: readonly string[]; readonly why: SealedText }
  | { readonly type: 'UnblockSeats'; readonly seatIds: readonly string[] }
  /** Closes the books so long after the end of the show. Too early, or nothing new, is not an error. */
  | { readonly type: 'SummarizeShowtime'; readonly closesAfterMs: number };

/** As shown outside; `ended` and the automatic `closed` follow from the clock. */
export type ShowtimeStatus = 'scheduled' | 'on-sale' | 'closed' | 'ended' | 'cancelled';

/** Every way in which a showtime refuses. */
export type ShowtimeRejection =
  | { readonly reason: 'ShowtimeNotFound' }
  | { readonly reason: 'ShowtimeAlreadyExists' }
  /** Some price would be above the limit of an amount. */
  | { readonly reason: 'PriceTooHigh' }
  | { readonly reason: 'ShowtimeNotOnSale'; readonly showtimeStatus: ShowtimeStatus }
  | { readonly reason: 'StaleVersion'; readonly version: number }
  /** Seats are held or booked in `currency`, and no sum may mix it with another. */
  | { readonly reason: 'CurrencyInUse'; readonly currency: string }
  /** The theater sells in `currency` only. */
  | { readonly reason: 'WrongCurrency'; readonly currency: string }
  | { readonly reason: 'UnknownSeat'; readonly unknown: readonly string[] }
  | { readonly reason: 'TooManySeats'; readonly max: number }
  | { readonly reason: 'SeatsBelongTogether'; readonly with: readonly string[] }
  | { readonly reason: 'SeatsUnavailable'; readonly unavailable: readonly string[] }
  | { readonly reason: 'LoneSeat'; readonly seats: readonly string[] }
  | { readonly reason: 'HoldNotFound' }
  | { readonly reason: 'HoldOver'; readonly how: 'expired' | 'released' | 'booked' }
  | { readonly reason: 'HoldAlreadyBooked' }
  | { readonly reason: 'HoldCapReached'; readonly expiresAt: string }
  | { readonly reason: 'SeatsNotBooked'; readonly seatIds: readonly string[] }
  | { readonly reason: 'SeatsWouldVanish'; readonly seatIds: readonly string[] }
  | { readonly reason: 'LayoutNotNewer'; readonly layoutVersion: number }
  | { readonly reason: 'QueueRequired'; readonly queueId: string }
  | { readonly reason: 'ShowtimeQueued'; readonly queueId: string }
  /** Callers have been admitted at these prices. */
  | { readonly reason: 'PricesKept'; readonly queueId: string };

type Refused<Reason extends ShowtimeRejection['reason']> = Extract<
  ShowtimeRejection,
  { readonly reason: Reason }
>;
type OnSale = 'ShowtimeNotFound' | 'ShowtimeNotOnSale';
type HoldLive = 'ShowtimeNotFound' | 'HoldNotFound' | 'HoldOver';
type Seats =
  | 'CurrencyInUse'
  | 'TooManySeats'
  | 'UnknownSeat'
  | 'SeatsBelongTogether'
  | 'SeatsUnavailable'
  | 'LoneSeat';

/** Which of them each command can meet. */
export interface ShowtimeRejections {
  readonly ScheduleShowtime: Refused<'ShowtimeAlreadyExists' | 'PriceTooHigh'>;
  readonly OpenSales: Refused<OnSale>;
  readonly CloseSales: Refused<OnSale>;
  readonly CancelShowtime: Refused<'ShowtimeNotFound'>;
  readonly ChangePricing: Refused<
    OnSale | 'StaleVersion' | 'PriceTooHigh' | 'CurrencyInUse' | 'WrongCurrency' | 'PricesKept'
  >;
  readonly MoveToLayout: Refused<'ShowtimeNotFound' | 'LayoutNotNewer' | 'SeatsWouldVanish'>;
  readonly AttachQueue: Refused<OnSale | 'ShowtimeQueued'>;
  readonly DetachQueue: Refused<'ShowtimeNotFound'>;
  readonly HoldSeats: Refused<OnSale | Seats | 'QueueRequired'>;
  readonly ExtendHold: Refused<OnSale | HoldLive | 'HoldCapReached'>;
  readonly KeepHold: Refused<OnSale | HoldLive>;
  readonly SwapHeldSeats: Refused<OnSale | HoldLive | Seats>;
  readonly ReleaseHold: Refused<'ShowtimeNotFound' | 'HoldNotFound' | 'HoldAlreadyBooked'>;
  readonly ExpireHolds: Refused<'ShowtimeNotFound'>;
  readonly BookSeats: Refused<OnSale | HoldLive | 'SeatsUnavailable' | 'UnknownSeat'>;
  readonly ReturnSeats: Refused<'ShowtimeNotFound' | 'UnknownSeat' | 'SeatsNotBooked'>;
  readonly BlockSeats: Refused<
    'ShowtimeNotFound' | 'UnknownSeat' | 'SeatsBelongTogether' | 'SeatsUnavailable'
  >;
  readonly UnblockSeats: Refused<'ShowtimeNotFound' | 'UnknownSeat' | 'SeatsBelongTogether'>;
  readonly SummarizeShowtime: Refused<'ShowtimeNotFound'>;
}

/** A timed command of one type, as its rule gets it. */
export type ShowtimeAsked<Type extends ShowtimeCommand['type']> = Timed<CommandOf<ShowtimeCommand, Type>>;

export type ShowtimeDecision<Type extends ShowtimeCommand['type']> = Decision<
  ShowtimeEvent,
  ShowtimeRejections[Type]
>;
