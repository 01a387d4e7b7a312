/** A booking of two seats and what can happen to it, for tests. */
import type { BookingCommand } from '../../../src/domain/booking/commands.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { bookingReference } from '../../../src/domain/booking/reference.ts';
import type { HeldSeat } from '../../../src/domain/showtime/events.ts';
import { iso, minutes, showtimeId, startsAtMs, usd, uuid } from '../../support/showtimes.ts';

type Data<Type extends BookingEvent['type']> = Extract<BookingEvent, { type: Type }>['data'];

export const hours = (count: number): number => minutes(60 * count);
export const bookingId = uuid(0xb00);
export const holdId = uuid(0xb01);
export const cancellationId = uuid(0xb02);
export const boughtAtMs = startsAtMs - hours(30);
export const holdExpiresAtMs = boughtAtMs + minutes(10);
export const holdKeepAtMs = holdExpiresAtMs - minutes(2);

export const seat = (id: string, price: number): HeldSeat => ({
  ...{ id, type: 'regular', ticketType: 'adult' },
  price: usd(price),
});
const sealed = (box: string) => ({ customerId: 'ada', box });

export const purchase: Data<'BookingRevised'> = {
  customerId: 'ada',
  customer: sealed('who'),
  seats: [seat('A1', 1_250), seat('A2', 751)],
  total: usd(2_001),
};

const facts = {
  ...{ bookingId, holdId, showtimeId, movieId: uuid(0xa), theaterId: uuid(0xb) },
  startsAt: iso(startsAtMs),
  endsAt: iso(startsAtMs + hours(2)),
  refunds: [
    { fromMsBefore: hours(24), percent: 95 },
    { fromMsBefore: hours(4), percent: 50 },
    { fromMsBefore: hours(1), percent: 25 },
  ],
};

const holdTime = { holdExpiresAt: iso(holdExpiresAtMs), holdKeepAt: iso(holdKeepAtMs) };

export const start = (
  nowMs = boughtAtMs,
): Extract<BookingCommand, { type: 'StartPayment' }> & { nowMs: number } => ({
  ...{ type: 'StartPayment', nowMs, method: 'card', token: sealed('token') },
  ...facts,
  ...purchase,
  ...holdTime,
});

export const initiated: BookingEvent = {
  type: 'BookingInitiated',
  data: { ...facts, ...purchase, reference: bookingReference(bookingId) },
};
export const revised: BookingEvent = { type: 'BookingRevised', data: purchase };
export const attempted = (attempt: number): BookingEvent => ({
  type: 'PaymentAttempted',
  data: { attempt, method: 'card', token: sealed('token'), ...holdTime },
});
export const takenUp: BookingEvent = { type: 'PaymentTakenUp', data: { attempt: 1 } };
export const authorized: BookingEvent = {
  type: 'PaymentAuthorized',
  data: { attempt: 1, authorizationId: 'auth-1' },
};
export const declined: BookingEvent = { type: 'PaymentDeclined', data: { attempt: 1, code: 'no' } };
export const unreached: BookingEvent = { type: 'PaymentUnreached', data: { attempt: 1 } };
export const secured: BookingEvent = { type: 'SeatsSecured', data: { attempt: 1, holdId } };
export const lost = (why: Data<'SeatsLost'>['why']): BookingEvent => ({
  type: 'SeatsLost',
  data: { attempt: 1, why },
});
export const captured: BookingEvent = {
  type: 'PaymentCaptured',
  data: { attempt: 1, captureId: 'capture-1', amount: purchase.total },
};
export const captureFailed: BookingEvent = { type: 'CaptureFailed', data: { attempt: 1, code: 'no' } };
export const givenBack: BookingEvent = {
  type: 'SeatsGivenBack',
  data: { attempt: 1, seatIds: ['A1', 'A2'] },
};
export const voided: BookingEvent = {
  type: 'AuthorizationVoided',
  data: { attempt: 1, authorizationId: 'auth-1' },
};
export const expired = (why: Data<'BookingExpired'>['why']): BookingEvent => ({
  type: 'BookingExpired',
  data: { why },
});
export const confirmed: BookingEvent = { type: 'BookingConfirmed', data: {} };
export const cancelled: BookingEvent = { type: 'BookingCancelled', data: {} };
export const released: BookingEvent = {
  type: 'SeatsReleased',
  data: { cancellationId, seatIds: ['A1', 'A2'] },
};
export const refunded: BookingEvent = {
  type: 'RefundIssued',
  data: { cancellationId, refundId: 'refund-1', amount: usd(1_901) },
};
export const accepted = (more: Partial<Data<'CancellationAccepted'>> = {}): BookingEvent => ({
  type: 'CancellationAccepted',
  data: {
    ...{ cancellationId, number: 1, seatIds: ['A1', 'A2'], value: usd(2_001), percent: 95 },
    ...{ refund: usd(1_901), by: 'customer' },
    ...more,
  },
});

export const begun = [initiated, attempted(1)] as const;
export const paid = [...begun, authorized, secured, captured, confirmed] as const;
