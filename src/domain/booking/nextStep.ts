import type { Money } from '../kernel/money.ts';
import type { Booking, Cancellation, Refusal } from './BookingState.ts';
import { toPay } from './foreignRefunds.ts';
import { refusalOf } from './stuckPayments.ts';

export type BookingStep =
  /** The hold is nearing its end while the payment is not authorized: ask for more time. */
  | { readonly step: 'keep-hold' }
  | { readonly step: 'authorize'; readonly key: string; readonly attempt: number; readonly amount: Money }
  | { readonly step: 'book-seats'; readonly attempt: number }
  | {
      readonly step: 'capture';
      readonly key: string;
      readonly attempt: number;
      readonly authorizationId: string;
      readonly amount: Money;
    }
  | { readonly step: 'give-back'; readonly attempt: number; readonly seatIds: readonly string[] }
  | {
      readonly step: 'void';
      readonly key: string;
      readonly attempt: number;
      readonly authorizationId: string;
      /** Key of the refund of what was captured by hand. */
      readonly payBackKey: string;
    }
  /** No payment runs and the hold's time is up: check whether the hold is over. */
  | { readonly step: 'end-hold' }
  | {
      readonly step: 'release-seats';
      readonly cancellationId: string;
      readonly seatIds: readonly string[];
    }
  | {
      readonly step: 'refund';
      readonly key: string;
      readonly cancellationId: string;
      readonly captureId: string;
      readonly amount: Money;
      readonly tries: number;
    }
  /** Nothing to do before `untilMs`. */
  | { readonly step: 'wait'; readonly untilMs: number }
  | { readonly step: 'done' };

/** `<bookingId>/<attempt>/<step>`; for refunds the number of the cancellation stands for the attempt. */
const gatewayKey = ({ bookingId }: Booking, attempt: number, step: string): string =>
  `${bookingId}/${attempt}/${step}`;

export const authorizeKey = (booking: Booking, attempt: number): string =>
  gatewayKey(booking, attempt, 'authorize');

export const refundKey = (bookingId: string, number: number): string => `${bookingId}/${number}/refund`;

/** Stands for the gateway's ids when there is nothing to pay. */
export const freeOfCharge = 'free-of-charge';

/** `nowMs` in milliseconds since the epoch. */
export const nextStep = (booking: Booking, nowMs: number): BookingStep => {
  const strays = booking.strays.map((each) => ({ ...each, dueMs: dueMsOf(booking, 'void', each) }));
  const stray = strays.find(({ dueMs }) => dueMs <= nowMs);
  if (stray !== undefined) return voidStep(booking, stray);
  const own = ownStep(booking, nowMs);
  const strayMs = Math.min(...strays.map(({ dueMs }) => dueMs));
  if (own.step === 'wait') return { step: 'wait', untilMs: Math.min(own.untilMs, strayMs) };
  return own.step === 'done' && strayMs < Infinity ? { step: 'wait', untilMs: strayMs } : own;
};

/** When a call about an authorization is due, in milliseconds since the epoch; Infinity when only staff may retry it. */
const dueMsOf = (
  booking: Booking,
  step: Refusal['step'],
  { authorizationId }: { readonly authorizationId: string },
): number => {
  const refusal = refusalOf(booking, step, authorizationId);
  return refusal === undefined ? 0 : (refusal.retryAtMs ?? Infinity);
};

/** The step that is due, or to wait until it is. */
const dueStep = (step: BookingStep, dueMs: number, nowMs: number): BookingStep =>
  dueMs <= nowMs ? step : { step: 'wait', untilMs: dueMs };

const ownStep = (booking: Booking, nowMs: number): BookingStep => {
  const { payment } = booking;
  switch (payment.phase) {
    case 'none':
      return idle(booking, nowMs);
    case 'authorizing': {
      const { keepAtMs, expiresAtMs } = booking.hold;
      if (keepAtMs !== undefined && keepAtMs <= nowMs && nowMs < expiresAtMs) return { step: 'keep-hold' };
      const { attempt } = payment;
      const key = authorizeKey(booking, attempt);
      return { step: 'authorize', key, attempt, amount: booking.total };
    }
    case 'authorized':
      return { step: 'book-seats', attempt: payment.attempt };
    case 'secured': {
      const { attempt, authorizationId } = payment;
      const key = gatewayKey(booking, attempt, 'capture');
      const capture = { step: 'capture', key, attempt, authorizationId, amount: booking.total } as const;
      return dueStep(capture, dueMsOf(booking, 'capture', payment), nowMs);
    }
    case 'returning':
      return {
        step: 'give-back',
        attempt: payment.attempt,
        seatIds: booking.seats.map(({ id }) => id),
      };
    case 'voiding':
      return dueStep(voidStep(booking, payment), dueMsOf(booking, 'void', payment), nowMs);
    case 'captured':
      return settleCancellations(booking, payment.captureId, nowMs);
  }
};

const voidStep = (
  booking: Booking,
  { attempt, authorizationId }: { readonly attempt: number; readonly authorizationId: string },
): BookingStep => {
  const key = gatewayKey(booking, attempt, 'void');
  const payBackKey = gatewayKey(booking, attempt, 'pay-back');
  return { step: 'void', key, payBackKey, attempt, authorizationId };
};

const idle = ({ status, hold }: Booking, nowMs: number): BookingStep => {
  if (status !== 'initiated') return { step: 'done' };
  return nowMs >= hold.expiresAtMs ? { step: 'end-hold' } : { step: 'wait', untilMs: hold.expiresAtMs };
};

/** Seats first, so that they are on sale at once; then the refunds that are due, oldest first. */
const settleCancellations = (booking: Booking, captureId: string, nowMs: number): BookingStep => {
  const unreleased = booking.cancellations.find(({ seatsReleased }) => !seatsReleased);
  if (unreleased !== undefined) {
    const { cancellationId, seatIds } = unreleased;
    return { step: 'release-seats', cancellationId, seatIds };
  }
  const owed = booking.cancellations.filter(({ refundStatus }) => refundStatus === 'pending');
  const due = owed.find(({ retryAtMs }) => retryAtMs <= nowMs);
  if (due !== undefined) return refundStep(booking, due, captureId);
  if (owed.length === 0) return { step: 'done' };
  return { step: 'wait', untilMs: Math.min(...owed.map(({ retryAtMs }) => retryAtMs)) };
};

const refundStep = (booking: Booking, cancellation: Cancellation, captureId: string): BookingStep => {
  const { cancellationId, number, refundTries } = cancellation;
  const key = refundKey(booking.bookingId, number);
  return { step: 'refund', key, cancellationId, captureId, amount: toPay(cancellation), tries: refundTries };
};
