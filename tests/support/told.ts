/** The whole answers about a booking at the box office; ids that the gateway gives are matched by their form. */
import { v5 } from 'uuid';
import { expect } from 'vitest';
import type { Attempt, AttemptResult, Booking, Cancellation } from '../../src/domain/booking/BookingState.ts';
import { idsOf, openedMs, sealedCustomer, sealedToken } from './boxOffice.ts';
import { iso, minutes, policies, showtimeId, smallHall, startsAtMs, usd, uuid } from './showtimes.ts';

const priceByType: Readonly<Record<string, number>> = { regular: 1_000, premium: 1_500, couple: 1_000 };

const heldSeat = (id: string): Booking['seats'][number] => {
  const seat = smallHall.find((each) => each.id === id);
  if (seat === undefined) throw new Error(`no seat ${id} in the small hall`);
  return { id, type: seat.type, ticketType: 'adult', price: usd(priceByType[seat.type] ?? 0) };
};

export interface Told {
  readonly replayed?: boolean;
  readonly booking?: Partial<Booking>;
}

const position: unknown = expect.any(String);

/** To the customer with that number, who holds these seats since the office opened. */
export const toldTo = (number: number, ...seatIds: readonly string[]) => {
  const { bookingId, holdId, customerId } = idsOf(number);
  const seats = seatIds.map(heldSeat);
  const total = usd(seats.reduce((sum, { price }) => sum + price.amount, 0));
  const expiresAtMs = openedMs + policies.holdTtlMs;

  const attempt = (token: string, result: AttemptResult, order = 1): Attempt => ({
    ...{ attempt: order, method: 'card', ...result },
    token: { customerId, box: sealedToken(token) },
    kept: { customerId: expect.stringMatching(/^brief-\d+$/), box: sealedToken(token) },
  });
  const captured = (order = 1): Booking['payment'] => ({
    phase: 'captured',
    attempt: order,
    captureId: expect.stringMatching(/^capture-\d+$/),
    amount: total,
  });
  const booking = (changes: Partial<Booking>): Booking => ({
    status: 'initiated',
    bookingId,
    reference: expect.stringMatching(/^\w{3}-\w{3}-\w{3}$/),
    showtimeId,
    movieId: uuid(0xa),
    theaterId: uuid(0xb),
    customerId,
    customer: { customerId, box: sealedCustomer },
    startsAt: iso(startsAtMs),
    endsAt: iso(startsAtMs + minutes(120)),
    refunds: policies.refunds,
    seats,
    total,
    hold: { holdId, expiresAtMs, keepAtMs: expiresAtMs - minutes(2) },
    attempts: [],
    payment: { phase: 'none' },
    strays: [],
    refusals: [],
    cancellations: [],
    foreignRefunds: [],
    admissions: [],
    ...changes,
  });
  const bought = (token: string, changes: Partial<Booking> = {}): Booking =>
    booking({
      status: 'confirmed',
      attempts: [attempt(token, { result: 'confirmed' })],
      payment: captured(),
      ...changes,
    });

  return {
    attempt,
    captured,
    booking,
    bought,
    confirmed: (token: string, told: Told = {}) => ({
      ...{ outcome: 'confirmed', method: 'card', position, replayed: false, ...told },
      booking: bought(token, told.booking),
    }),
    pending: (token: string, told: Told = {}) => ({
      ...{ outcome: 'pending', method: 'card', position, replayed: false, ...told },
      booking: booking({
        status: 'payment_pending',
        attempts: [attempt(token, { result: 'open' })],
        payment: { phase: 'authorizing', attempt: 1, takenUp: false },
        ...told.booking,
      }),
    }),
    declined: (token: string, told: Told = {}) => ({
      ...{ outcome: 'declined', code: 'card_declined', position, replayed: false, ...told },
      booking: booking({
        attempts: [attempt(token, { result: 'declined', code: 'card_declined' })],
        ...told.booking,
      }),
    }),
    failed: (token: string, code: string, told: Told = {}) => ({
      ...{ outcome: 'failed', code, position, replayed: false, ...told },
      booking: booking({ attempts: [attempt(token, { result: 'failed', code })], ...told.booking }),
    }),
    /** The first cancellation, by the customer, unless changed. */
    cancellation: (
      key: string,
      of: Pick<Cancellation, 'seatIds' | 'percent'>,
      changes: Partial<Cancellation> = {},
    ): Cancellation => {
      const value = usd(of.seatIds.reduce((sum, id) => sum + heldSeat(id).price.amount, 0));
      const refunded = { refundStatus: 'done', refundId: expect.stringMatching(/^refund-\d+$/) } as const;
      return {
        ...of,
        ...{ cancellationId: v5(key, bookingId), number: 1, by: 'customer', value },
        refund: usd((value.amount * of.percent) / 100),
        ...{ seatsReleased: true, refundTries: 0, retryAtMs: 0, toldPending: false },
        ...(changes.refundStatus === undefined ? refunded : { refundStatus: changes.refundStatus }),
        ...changes,
      };
    },
    /** The answer to the last of these cancellations. */
    cancelled: (
      token: string,
      cancellations: readonly Cancellation[],
      told: Told & { readonly refundStatus?: 'none' | 'pending' | 'done' } = {},
    ) => ({
      ...{ outcome: 'cancelled', position, replayed: false, refundStatus: 'done', ...told },
      cancellation: cancellations.at(-1),
      booking: bought(token, { cancellations, ...told.booking }),
    }),
  };
};
