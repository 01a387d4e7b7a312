import type {
  Admission,
  Attempt,
  AttemptResult,
  Booking,
  BookingState,
  Cancellation,
  Payment,
  Refusal,
} from './BookingState.ts';
import type { BookingEvent } from './events.ts';
import { afterRefusal, afterRetry, afterStuck, withoutRefusals } from './evolveRefusals.ts';

/** More than the seats of a booking, so that only undone ones are ever forgotten. */
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

/** Those that were undone are kept so that undoing twice does nothing; the oldest of too many is forgotten. */
const undone = (state: Booking, checkinId: string): Booking => {
  const admissions = state.admissions.map(
    (each): Admission => (each.checkinId === checkinId ? { ...each, undone: true } : each),
  );
  const forgotten =
    admissions.length > admissionsMax ? admissions.find((each) => each.undone === true) : undefined;
  return { ...state, admissions: admissions.filter((each) => each !== forgotten) };
};

const revised = (state: Booking, data: Data<'BookingRevised'>): Booking => {
  const { discount: _discount, emailHash: _emailHash, ...rest } = state;
  return { ...rest, ...data };
};

const holdTimeOf = ({ holdExpiresAt, holdKeepAt }: Data<'HoldKept'>) => ({
  expiresAtMs: Date.parse(holdExpiresAt),
  ...(holdKeepAt === undefined ? {} : { keepAtMs: Date.parse(holdKeepAt) }),
});

const attempted = (state: Booking, data: Data<'PaymentAttempted'>): Booking => {
  const { attempt, method, token, kept } = data;
  const tried = { attempt, method, token, ...(kept === undefined ? {} : { kept }) };
  return {
    ...state,
    status: 'payment_pending',
    hold: { holdId: state.hold.holdId, ...holdTimeOf(data) },
    attempts: [...state.attempts, { ...tried, result: 'open' }],
    payment: { phase: 'authorizing', attempt, takenUp: false },
  };
};

const openAttempt = ({ payment }: Booking): number => {
  if (payment.phase === 'none') throw new Error('no payment is under way');
  return payment.attempt;
};

const failed = (code: string): AttemptResult => ({ result: 'failed', code });

const withResult = (state: Booking, attempt: number, result: AttemptResult): Booking => ({
  ...state,
  attempts: state.attempts.map((each): Attempt => {
    if (each.attempt !== attempt) return each;
    const { method, token, kept } = each;
    return { attempt, method, token, ...(kept === undefined ? {} : { kept }), ...result };
  }),
});

/** An authorization for an attempt that is not waiting for one is a stray: it only waits to be voided. */
const authorized = (state: Booking, { attempt, authorizationId }: Data<'PaymentAuthorized'>): Booking => {
  const { payment } = state;
  if (payment.phase === 'authorizing' && payment.attempt === attempt) {
    return { ...state, payment: { phase: 'authorized', attempt, authorizationId } };
  }
  return { ...state, strays: [...state.strays, { attempt, authorizationId }] };
};

/** The attempt came to nothing; the hold stays and another payment may be tried. */
const over = (state: Booking, attempt: number, result: AttemptResult): Booking => ({
  ...withResult(state, attempt, result),
  status: 'initiated',
  payment: { phase: 'none' },
});

type UnderWay = Extract<Payment, { readonly authorizationId: string }>;

const withPayment = (
  state: Booking,
  change: (payment: { readonly attempt: number; readonly authorizationId: string }) => UnderWay,
): Booking => {
  const { payment } = state;
  if (!('authorizationId' in payment)) throw new Error(`nothing is authorized in ${payment.phase}`);
  const { attempt, authorizationId } = payment;
  return { ...state, payment: change({ attempt, authorizationId }) };
};

const isOfCapture = ({ step }: Refusal): boolean => step === 'capture';

const captureFailed = (state: Booking, { attempt, code }: Data<'CaptureFailed'>): Booking =>
  withoutRefusals(withResult(state, attempt, failed(code)), isOfCapture);

const voided = (before: Booking, { authorizationId }: Data<'AuthorizationVoided'>): Booking => {
  const state = withoutRefusals(before, (refusal) => refusal.authorizationId === authorizationId);
  const { payment } = state;
  if (payment.phase === 'voiding' && payment.authorizationId === authorizationId) {
    return withoutPayment(state, payment);
  }
  return { ...state, strays: state.strays.filter((each) => each.authorizationId !== authorizationId) };
};

/** What the booking waited for goes on beside it: the purchase itself is over, or may be paid for anew. */
const stuck = (before: Booking, data: Data<'PaymentStuck'>): Booking => {
  const state = afterStuck(before, data);
  const { payment, strays } = state;
  if (data.step !== 'void' || payment.phase !== 'voiding' || payment.authorizationId !== data.of) {
    return state;
  }
  const { attempt, authorizationId } = payment;
  return { ...withoutPayment(state, payment), strays: [...strays, { attempt, authorizationId }] };
};

/** The reserved money is the booking's no more. */
const withoutPayment = (
  state: Booking,
  { attempt, why }: Extract<Payment, { readonly phase: 'voiding' }>,
): Booking => {
  // A failed capture gave the attempt its result already.
  if (why === 'capture-failed') return { ...state, status: 'initiated', payment: { phase: 'none' } };
  if (why === 'changed') return over(state, attempt, failed('seats-changed'));
  if (why === 'customer-erased') return over(state, attempt, failed(why));
  return over(state, attempt, { result: 'seats-lost', why });
};

const accepted = (data: Data<'CancellationAccepted'>): Cancellation => ({
  ...data,
  seatsReleased: false,
  refundStatus: data.refund.amount === 0 ? 'none' : 'pending',
  refundTries: 0,
  retryAtMs: 0,
  toldPending: false,
});

const foreignRefundsFound = (state: Booking, { refunds, due }: Data<'ForeignRefundsFound'>): Booking => ({
  ...state,
  foreignRefunds: [...state.foreignRefunds, ...refunds],
  cancellations: state.cancellations.map((each): Cancellation => {
    const left = due.find(({ cancellationId }) => cancellationId === each.cancellationId)?.amount;
    if (left === undefined) return each;
    return { ...each, due: left, refundStatus: left.amount === 0 ? 'none' : each.refundStatus };
  }),
});

const changeCancellation = (
  state: Booking,
  cancellationId: string,
  change: (cancellation: Cancellation) => Cancellation,
): Booking => ({
  ...state,
  cancellations: state.cancellations.map((each) =>
    each.cancellationId === cancellationId ? change(each) : each,
  ),
});
