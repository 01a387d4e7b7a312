/** The life of a booking as its stream tells it, for tests that start from a log. */

import type { BookingEvent } from '../../src/domain/booking/events.ts';
import type { AnyEvent } from '../../src/domain/kernel/decider.ts';
import type { Sealed } from '../../src/ports/KeyStore.ts';
import { iso, minutes, onSaleMs, policies, showtimeId, startsAtMs, usd, uuid } from './showtimes.ts';

const movieId = uuid(0xa);
const theaterId = uuid(0xb);

type Data<Type extends BookingEvent['type']> = Extract<BookingEvent, { type: Type }>['data'];

/** Seats that cost 12.50 each. */
export const boughtSeats = (...ids: readonly string[]) =>
  ids.map((id) => ({ id, type: 'regular' as const, ticketType: 'adult' as const, price: usd(1_250) }));

/** A purchase of two seats, A1 and A2, unless changed. */
export const initiated = (
  bookingId: string,
  customer: Sealed,
  changes: Partial<Data<'BookingInitiated'>> = {},
): BookingEvent => {
  const seats = changes.seats ?? boughtSeats('A1', 'A2');
  return {
    type: 'BookingInitiated',
    data: {
      bookingId,
      reference: 'ABC-DEF-GHJ',
      holdId: uuid(0x11),
      showtimeId,
      movieId,
      theaterId,
      customerId: customer.customerId,
      customer,
      seats,
      total: usd(seats.reduce((sum, { price }) => sum + price.amount, 0)),
      startsAt: iso(startsAtMs),
      endsAt: iso(startsAtMs + minutes(120)),
      refunds: policies.refunds,
      ...changes,
    },
  };
};

export const attempted = (token: Sealed, attempt = 1): BookingEvent => ({
  type: 'PaymentAttempted',
  data: { attempt, method: 'card', token, holdExpiresAt: iso(onSaleMs + policies.holdTtlMs) },
});

/** From the authorization to the confirmation. */
export const paid = (amount = 2_500): readonly BookingEvent[] => [
  { type: 'PaymentAuthorized', data: { attempt: 1, authorizationId: 'auth-1' } },
  { type: 'SeatsSecured', data: { attempt: 1, holdId: uuid(0x11) } },
  { type: 'PaymentCaptured', data: { attempt: 1, captureId: 'capture-1', amount: usd(amount) } },
  { type: 'BookingConfirmed', data: {} },
];

export const cancellationId = uuid(0xca);

export const cancelled = (changes: Partial<Data<'CancellationAccepted'>> = {}): BookingEvent => ({
  type: 'CancellationAccepted',
  data: {
    cancellationId,
    number: 1,
    seatIds: ['A2'],
    value: usd(1_250),
    percent: 95,
    refund: usd(1_188),
    by: 'customer',
    ...changes,
  },
});

export const refundIssued = (amount = 1_188): BookingEvent => ({
  type: 'RefundIssued',
  data: { cancellationId, refundId: 'refund-1', amount: usd(amount) },
});

export const catalogEvents: Readonly<Record<string, AnyEvent>> = {
  [`movie-${movieId}`]: {
    type: 'MovieRegistered',
    data: { movieId, title: 'Amélie', runtimeMinutes: 122, genres: ['Comedy'] },
  },
  [`theater-${theaterId}`]: {
    type: 'TheaterOpened',
    data: {
      theaterId,
      name: 'Rex Lisboa',
      city: 'Lisbon',
      country: 'PT',
      location: { lat: 38.7, lng: -9.1 },
      timeZone: 'America/New_York',
    },
  },
};
