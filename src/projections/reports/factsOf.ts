import type { Refusal } from '../../domain/demand/events.ts';
import type { Money } from '../../domain/kernel/money.ts';
import type { LedgerEvent } from './reportEvents.ts';

export const factKinds = [
  'capacity',
  'show-cancelled',
  'held',
  'swapped',
  'released',
  'expired',
  'booked',
  'returned',
  'blocked',
  'unblocked',
  'checkout',
  'declined',
  'captured',
  'confirmed',
  'given-up',
  'cancelled',
  'refunded',
  'admitted',
  'lost',
] as const;

/** What an event adds to the reports of its showtime. */
export interface Fact {
  readonly kind: (typeof factKinds)[number];
  readonly n: number;
  readonly seats: number;
  readonly money?: Money;
  readonly lost?: Omit<Refusal, 'count'>;
  /** When it happened, if that is not when it was recorded. */
  readonly happenedAt?: string;
}

/** Seats that the fold knows before the event: of the showtime's layout, and of the booking. */
export interface Known {
  readonly layout: number;
  readonly booking: number;
}

/** What a statement counts. */
export const settledKinds: ReadonlySet<string> = new Set<Fact['kind']>([
  'capacity',
  'show-cancelled',
  'captured',
  'cancelled',
  'refunded',
]);

const one = (kind: Fact['kind'], seats: number, more: Partial<Fact> = {}): readonly Fact[] => [
  { kind, n: 1, seats, ...more },
];

export const factsOf = ({ type, data }: LedgerEvent, known: Known): readonly Fact[] => {
  switch (type) {
    case 'ShowtimeScheduled':
      return one('capacity', data.seats.length);
    case 'ShowtimeMovedToLayout':
      return [{ kind: 'capacity', n: 0, seats: data.seats.length - known.layout }];
    case 'ShowtimeCancelled':
      return one('show-cancelled', 0);
    case 'SeatsHeld':
      return one('held', data.seats.length);
    case 'HoldSwapped':
      return one('swapped', data.added.length - data.released.length);
    case 'HoldReleased':
      return one('released', data.seatIds.length);
    case 'HoldExpired':
      return one('expired', data.seatIds.length);
    case 'SeatsBooked':
      return one('booked', data.seatIds.length);
    case 'SeatsReturned':
      return one('returned', data.seatIds.length);
    case 'SeatsBlocked':
      return one('blocked', data.seatIds.length);
    case 'SeatsUnblocked':
      return one('unblocked', data.seatIds.length);
    case 'BookingInitiated':
      return one('checkout', data.seats.length);
    case 'BookingRevised':
    case 'ShowtimeSummarized':
      return [];
    case 'PaymentDeclined':
      return one('declined', known.booking);
    case 'PaymentCaptured':
      return one('captured', known.booking, { money: data.amount });
    case 'BookingConfirmed':
      return one('confirmed', known.booking);
    case 'BookingExpired':
      return one('given-up', known.booking);
    case 'CancellationAccepted':
      return one('cancelled', data.seatIds.length);
    case 'RefundIssued':
      return one('refunded', 0, { money: data.amount });
    case 'ForeignRefundsFound':
      return data.refunds.flatMap(({ amount }) => one('refunded', 0, { money: amount }));
    case 'TicketAdmitted':
      return one('admitted', data.seatIds.length);
    case 'AdmissionUndone':
      return [{ kind: 'admitted', n: -1, seats: -data.seatIds.length }];
    case 'DemandLost':
      return data.refusals.map(({ count, ...lost }) => ({
        ...{ kind: 'lost', n: count, seats: count * lost.party, lost, happenedAt: data.from },
      }));
  }
};
