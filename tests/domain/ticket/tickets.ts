/** A confirmed booking as its ticket sees it, and the ticket that its holder reads. */
import type { SeatText, TicketText } from '../../../src/adapters/ticket-rendering/ticketText.ts';
import type { Booking } from '../../../src/domain/booking/BookingState.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { evolveBooking } from '../../../src/domain/booking/evolveBooking.ts';
import { type Ticket, ticketSeats } from '../../../src/domain/ticket/Ticket.ts';
import type { TicketClaims } from '../../../src/domain/ticket/ticketClaims.ts';
import {
  bookingOf,
  iso,
  minutes,
  showtimeId,
  smallHall,
  startsAtMs,
  usd,
  uuid,
} from '../../support/showtimes.ts';

export const bookingId = bookingOf(uuid(1));
export const reference = 'K7M-2PQ-X4R';
const sealed = { customerId: 'somebody', box: 'sealed' };

/** What a booking of A1, A2 and B1 goes through until it is paid. */
export const confirmedHistory: readonly BookingEvent[] = [
  {
    type: 'BookingInitiated',
    data: {
      bookingId,
      reference,
      holdId: uuid(1),
      showtimeId,
      movieId: uuid(0xa),
      theaterId: uuid(0xb),
      customerId: 'somebody',
      customer: sealed,
      seats: [
        { id: 'B1', type: 'premium', ticketType: 'adult', price: usd(1_500) },
        { id: 'A1', type: 'regular', ticketType: 'adult', price: usd(1_000) },
        { id: 'A2', type: 'regular', ticketType: 'child', price: usd(700) },
      ],
      total: usd(3_200),
      startsAt: iso(startsAtMs),
      endsAt: iso(startsAtMs + minutes(120)),
      refunds: [{ fromMsBefore: 0, percent: 50 }],
    },
  },
  {
    type: 'PaymentAttempted',
    data: { attempt: 1, method: 'card', token: sealed, holdExpiresAt: iso(startsAtMs) },
  },
  { type: 'PaymentAuthorized', data: { attempt: 1, authorizationId: 'auth' } },
  { type: 'SeatsSecured', data: { attempt: 1, holdId: uuid(1) } },
  { type: 'PaymentCaptured', data: { attempt: 1, captureId: 'capture', amount: usd(3_200) } },
  { type: 'BookingConfirmed', data: {} },
];

export const cancelled = (number: number, ...seatIds: string[]): BookingEvent => ({
  type: 'CancellationAccepted',
  data: {
    cancellationId: uuid(0xc0 + number),
    number,
    seatIds,
    by: 'customer',
    value: usd(200),
    percent: 50,
    refund: usd(100),
  },
});

export const folded = (...more: readonly BookingEvent[]): Booking => {
  const state = [...confirmedHistory, ...more].reduce(evolveBooking, { status: 'none' });
  if (state.status === 'none') throw new Error('the history makes no booking');
  return state;
};

export const claims: TicketClaims = {
  bookingId,
  reference,
  showtimeId,
  seatIds: ['A1', 'A2'],
  exp: 1_764_000_000,
};

export const seatsOf = (count: number): readonly SeatText[] =>
  Array.from({ length: count }, (_, place) => ({
    row: 'F',
    number: String(place + 8),
    type: place % 3 === 0 ? 'Premium' : '',
    ticketType: place % 2 === 0 ? 'Adult' : 'Child',
  }));

/** A ticket as it is handed to the renderer. */
export const soldTicket = (code: string): Ticket => ({
  reference,
  code,
  movieTitle: 'The Third Man',
  rating: 'PG',
  theaterName: 'Grand',
  hallName: 'Hall 5',
  startsAt: '2026-12-01T23:30:00.000Z',
  timeZone: 'Europe/Vienna',
  format: '2D',
  language: 'en',
  seats: ticketSeats(folded().seats, smallHall),
  total: usd(3_200),
  customerName: 'Holly Martins',
});

/** The same as text. */
export const ticketOf = (code: string, more: Partial<TicketText> = {}): TicketText => ({
  reference,
  code,
  movieTitle: 'The Third Man',
  rating: 'PG-13',
  theaterName: 'Marquee Grand Vienna',
  hallName: 'Hall 5',
  startsAtLocal: '19:30',
  dateText: 'Fri 21 Nov 2026',
  format: 'IMAX 3D',
  language: 'English',
  seats: seatsOf(3),
  total: 'US$37.50',
  customerName: 'Holly Martins',
  ...more,
});
