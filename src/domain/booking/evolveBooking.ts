import type { Admission, Booking, BookingState } from './BookingState.ts';
import type { BookingEvent } from './events.ts';
import { accepted, changeCancellation, foreignRefundsFound } from './evolveCancellations.ts';
import {
  attempted,
  authorized,
  captureFailed,
  holdTimeOf,
  isOfCapture,
  openAttempt,
  over,
  stuck,
  voided,
  withPayment,
  withResult,
} from './evolvePayment.ts';
import { afterRefusal, afterRetry, withoutRefusals } from './evolveRefusals.ts';

/** More than the seats of a booking, so only undone admissions are ever dropped. */
const admissionsMax = 200;

type Data<Type extends BookingEvent['type']> = Extract<BookingEvent, { type: Type }>['data'];

export const evolveBooking = (state: BookingState, event: BookingEvent): BookingState => {
  if (event.type === 'BookingInitiated') return initiated(event.data);
  if (state.status === 'none') throw new Error(`${event.type} before BookingInitiated`);
  switch (event.type) {
    case 'BookingRevised':
      return revised(state, event.data);
    case 'PaymentAttempted':
      return attempted(state, event.data);
    case 'PaymentTakenUp':
      return { ...state, payment: { phase: 'authorizing', attempt: event.data.attempt, takenUp: true } };
    case 'HoldKept':
      return { ...state, hold: { holdId: state.hold.holdId, ...holdTimeOf(event.data) } };
    case 'PaymentAuthorized':
      return authorized(state, event.data);
    case 'PaymentDeclined':
      return over(state, event.data.attempt, { result: 'declined', code: event.data.code });
    case 'PaymentUnreached':
      return over(state, event.data.attempt, { result: 'unreached' });
    case 'SeatsSecured':
      return withPayment(state, (payment) => ({ ...payment, phase: 'secured' }));
    case 'SeatsLost':
      return withPayment(state, (payment) => ({ ...payment, phase: 'voiding', why: event.data.why }));
    case 'PaymentAbandoned':
      return withPayment(state, (payment) => ({ ...payment, phase: 'voiding', why: event.data.why }));
    case 'PaymentCaptured':
      return { ...withoutRefusals(state, isOfCapture), payment: { phase: 'captured', ...event.data } };
    case 'CaptureFailed':
      return withPayment(captureFailed(state, event.data), (payment) => ({ ...payment, phase: 'returning' }));
    case 'SeatsGivenBack':
      return withPayment(state, (payment) => ({ ...payment, phase: 'voiding', why: 'capture-failed' }));
    case 'AuthorizationVoided':
      return voided(state, event.data);
    case 'PaymentStepRefused':
      return afterRefusal(state, event.data);
    case 'PaymentStuck':
      return stuck(state, event.data);
    case 'StuckPaymentRetried':
      return afterRetry(state);
    case 'BookingConfirmed':
      return {
        ...withResult(state, openAttempt(state), { result: 'confirmed' }),
        status: 'confirmed',
      };
    case 'BookingExpired':
      return { ...state, status: 'expired', expiredWhy: event.data.why };
    case 'CancellationAccepted':
      return { ...state, cancellations: [...state.cancellations, accepted(event.data)] };
    case 'BookingCancelled':
      return { ...state, status: 'cancelled' };
    case 'SeatsReleased':
      return changeCancellation(state, event.data.cancellationId, (cancellation) => ({
        ...cancellation,
        seatsReleased: true,
      }));
    case 'RefundIssued': {
      const { refundId } = event.data;
      return changeCancellation(state, event.data.cancellationId, ({ stuckAt: _stuckAt, ...rest }) => ({
        ...rest,
        refundStatus: 'done',
        refundId,
      }));
    }
    case 'RefundFailed': {
      const { tries, code, retryAt } = event.data;
      return changeCancellation(state, event.data.cancellationId, (cancellation) => ({
        ...cancellation,
        refundTries: tries,
        refundCode: code,
        retryAtMs: Date.parse(retryAt),
      }));
    }
    case 'ForeignRefundsFound':
      return foreignRefundsFound(state, event.data);
    case 'RefundDelayed':
      return changeCancellation(state, event.data.cancellationId, (cancellation) => ({
        ...cancellation,
        toldPending: true,
      }));
    case 'TicketAdmitted':
      return admitted(state, event.data);
    case 'AdmissionUndone':
      return undone(state, event.data.checkinId);
  }
};

const initiated = ({ holdId, ...bought }: Data<'BookingInitiated'>): Booking => ({
  status: 'initiated',
  ...bought,
  // The first attempt, in the same batch, says until when.
  hold: { holdId, expiresAtMs: 0 },
  attempts: [],
  payment: { phase: 'none' },
  strays: [],
  refusals: [],
  cancellations: [],
  admissions: [],
  foreignRefunds: [],
});

const admitted = (state: Booking, data: Data<'TicketAdmitted'>): Booking => {
  const { checkinId, admittedAt, seatIds, where } = data;
  const admission: Admission = {
    ...(checkinId === undefined ? {} : { checkinId }),
    admittedAt,
    seatIds,
    ...(where === undefined ? {} : { where }),
  };
  return { ...state, admissions: [...state.admissions, admission] };
};

/** Undone admissions are kept so that undoing twice does nothing. */
const undone = (state: Booking, checkinId: string): Booking => {
  const admissions = state.admissions.map(
    (each): Admission => (each.checkinId === checkinId ? { ...each, undone: true } : each),
  );
  const forgotten =
    admissions.length > admissionsMax ? admissions.find((each) => each.undone === true) : undefined;
  return { ...state, admissions: admissions.filter((each) => each !== forgotten) };
};

const revised = (state: Booking, data: Data<'BookingRevised'>): Booking => {
  const { discount: _discount, emailHash: _emailHash, wordHashes: _wordHashes, ...rest } = state;
  return { ...rest, ...data };
};
