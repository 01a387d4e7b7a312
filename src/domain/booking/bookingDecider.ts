/** The result of a step is accepted once, and only while the booking waits for it, so two drivers do no harm. */
import { accept, type Decider, type Decision, decideBy, reject } from '../kernel/decider.ts';
import { admitTicket, undoAdmission } from './admitTicket.ts';
import type { Booking, BookingState } from './BookingState.ts';
import { cancelSeats } from './cancelSeats.ts';
import type { BookingAsked, BookingCommand, BookingDecision, BookingRejections } from './commands.ts';
import { endOfVoid } from './endOfVoid.ts';
import type { BookingEvent } from './events.ts';
import { evolveBooking } from './evolveBooking.ts';
import { recordForeignRefunds, toPay } from './foreignRefunds.ts';
import { startPayment } from './startPayment.ts';
import { recordRefundFailed, recordStepRefused, retryStuckPayment } from './stuckPayments.ts';

const ofBooking =
  <Asked, Rejection>(rule: (command: Asked, booking: Booking) => Decision<BookingEvent, Rejection>) =>
  (
    command: Asked,
    state: BookingState,
  ): Decision<BookingEvent, Rejection | { readonly reason: 'BookingNotFound' }> =>
    state.status === 'none' ? reject({ reason: 'BookingNotFound' }) : rule(command, state);

const outdated = reject({ reason: 'StepOutdated' } as const);

const takeUp = (
  { attempt }: BookingAsked<'TakeUpPayment'>,
  { payment }: Booking,
): BookingDecision<'TakeUpPayment'> => {
  if (payment.phase !== 'authorizing' || payment.attempt !== attempt) return outdated;
  return payment.takenUp ? accept() : accept({ type: 'PaymentTakenUp', data: { attempt } });
};

const recordHoldKept = (
  command: BookingAsked<'RecordHoldKept'>,
  state: Booking,
): BookingDecision<'RecordHoldKept'> => {
  if (state.status !== 'payment_pending' && state.status !== 'initiated') return outdated;
  const { holdExpiresAt, holdKeepAt } = command;
  const data = { holdExpiresAt, ...(holdKeepAt === undefined ? {} : { holdKeepAt }) };
  const { expiresAtMs, keepAtMs } = state.hold;
  const keepsAtMs = holdKeepAt === undefined ? undefined : Date.parse(holdKeepAt);
  if (expiresAtMs === Date.parse(holdExpiresAt) && keepAtMs === keepsAtMs) return accept();
  return accept({ type: 'HoldKept', data });
};

/**
 * Money that is reserved is never forgotten: for an attempt that is over, though the gateway should not have, it is
 * written down so that it gets voided.
 */
const recordAuthorized = (
  command: BookingAsked<'RecordAuthorized'>,
  state: Booking,
): BookingDecision<'RecordAuthorized'> => {
  const { attempt, authorizationId } = command;
  const tried = state.attempts.find((each) => each.attempt === attempt);
  if (tried === undefined) return outdated;
  const waiting = state.payment.phase === 'authorizing' && state.payment.attempt === attempt;
  const closed = tried.result === 'unreached' || tried.result === 'declined';
  const known = state.strays.some((each) => each.authorizationId === authorizationId);
  if (!waiting && (!closed || known)) return outdated;
  return accept({ type: 'PaymentAuthorized', data: { attempt, authorizationId } });
};

const recordDeclined = (
  command: BookingAsked<'RecordDeclined'>,
  { payment }: Booking,
): BookingDecision<'RecordDeclined'> => {
  const { attempt, code } = command;
  if (payment.phase !== 'authorizing' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'PaymentDeclined', data: { attempt, code } });
};

const recordUnreached = (
  command: BookingAsked<'RecordUnreached'>,
  { payment }: Booking,
): BookingDecision<'RecordUnreached'> => {
  const { attempt } = command;
  if (payment.phase !== 'authorizing' || payment.attempt !== attempt || payment.takenUp) return outdated;
  return accept({ type: 'PaymentUnreached', data: { attempt } });
};

const recordSeatsSecured = (
  { attempt, holdId }: BookingAsked<'RecordSeatsSecured'>,
  { payment }: Booking,
): BookingDecision<'RecordSeatsSecured'> => {
  if (payment.phase !== 'authorized' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'SeatsSecured', data: { attempt, holdId } });
};

const recordSeatsLost = (
  { attempt, why }: BookingAsked<'RecordSeatsLost'>,
  { payment }: Booking,
): BookingDecision<'RecordSeatsLost'> => {
  if (payment.phase !== 'authorized' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'SeatsLost', data: { attempt, why } });
};

const abandonPayment = (
  { attempt, why }: BookingAsked<'AbandonPayment'>,
  { payment }: Booking,
): BookingDecision<'AbandonPayment'> => {
  if (payment.phase !== 'authorized' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'PaymentAbandoned', data: { attempt, why } });
};

/** Taken money and confirmed seats are one fact, so they stand in one append. */
const recordCaptured = (
  { attempt, captureId }: BookingAsked<'RecordCaptured'>,
  { payment, total }: Booking,
): BookingDecision<'RecordCaptured'> => {
  if (payment.phase !== 'secured' || payment.attempt !== attempt) return outdated;
  return accept(
    { type: 'PaymentCaptured', data: { attempt, captureId, amount: total } },
    { type: 'BookingConfirmed', data: {} },
  );
};

const recordCaptureFailed = (
  { attempt, code }: BookingAsked<'RecordCaptureFailed'>,
  { payment }: Booking,
): BookingDecision<'RecordCaptureFailed'> => {
  if (payment.phase !== 'secured' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'CaptureFailed', data: { attempt, code } });
};

const recordSeatsGivenBack = (
  { attempt }: BookingAsked<'RecordSeatsGivenBack'>,
  { payment, seats }: Booking,
): BookingDecision<'RecordSeatsGivenBack'> => {
  if (payment.phase !== 'returning' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'SeatsGivenBack', data: { attempt, seatIds: seats.map(({ id }) => id) } });
};

const recordVoided = (
  { attempt, authorizationId, paidBack }: BookingAsked<'RecordVoided'>,
  { payment, strays }: Booking,
): BookingDecision<'RecordVoided'> => {
  const voided: BookingEvent = {
    type: 'AuthorizationVoided',
    data: { attempt, authorizationId, ...(paidBack === undefined ? {} : { paidBack }) },
  };
  if (strays.some((each) => each.authorizationId === authorizationId)) return accept(voided);
  if (payment.phase !== 'voiding' || payment.authorizationId !== authorizationId) return outdated;
  return accept<BookingEvent>(voided, ...endOfVoid(payment.why));
};

const expire = ({ why }: BookingAsked<'ExpireBooking'>, state: Booking): BookingDecision<'ExpireBooking'> => {
  if (state.status !== 'initiated') return outdated;
  return accept({ type: 'BookingExpired', data: { why } });
};

const recordSeatsReleased = (
  { cancellationId }: BookingAsked<'RecordSeatsReleased'>,
  { cancellations }: Booking,
): BookingDecision<'RecordSeatsReleased'> => {
  const cancellation = cancellations.find((each) => each.cancellationId === cancellationId);
  if (cancellation === undefined || cancellation.seatsReleased) return outdated;
  return accept({ type: 'SeatsReleased', data: { cancellationId, seatIds: [...cancellation.seatIds] } });
};

const recordRefunded = (
  { cancellationId, refundId }: BookingAsked<'RecordRefunded'>,
  { cancellations }: Booking,
): BookingDecision<'RecordRefunded'> => {
  const cancellation = cancellations.find((each) => each.cancellationId === cancellationId);
  if (cancellation?.refundStatus !== 'pending') return outdated;
  return accept({ type: 'RefundIssued', data: { cancellationId, refundId, amount: toPay(cancellation) } });
};

const delayRefund = (
  { cancellationId }: BookingAsked<'DelayRefund'>,
  { cancellations }: Booking,
): BookingDecision<'DelayRefund'> => {
  const cancellation = cancellations.find((each) => each.cancellationId === cancellationId);
  if (cancellation?.refundStatus !== 'pending' || cancellation.toldPending) return accept();
  return accept({ type: 'RefundDelayed', data: { cancellationId } });
};

export const bookingDecider: Decider<BookingState, BookingCommand, BookingEvent, BookingRejections> = {
  initialState: { status: 'none' },
  decide: decideBy<BookingState, BookingCommand, BookingEvent, BookingRejections>({
    StartPayment: startPayment,
    TakeUpPayment: ofBooking(takeUp),
    RecordHoldKept: ofBooking(recordHoldKept),
    RecordAuthorized: ofBooking(recordAuthorized),
    RecordDeclined: ofBooking(recordDeclined),
    RecordUnreached: ofBooking(recordUnreached),
    RecordSeatsSecured: ofBooking(recordSeatsSecured),
    RecordSeatsLost: ofBooking(recordSeatsLost),
    AbandonPayment: ofBooking(abandonPayment),
    RecordCaptured: ofBooking(recordCaptured),
    RecordCaptureFailed: ofBooking(recordCaptureFailed),
    RecordSeatsGivenBack: ofBooking(recordSeatsGivenBack),
    RecordVoided: ofBooking(recordVoided),
    RecordStepRefused: ofBooking(recordStepRefused),
    RetryStuckPayment: ofBooking(retryStuckPayment),
    ExpireBooking: ofBooking(expire),
    CancelSeats: ofBooking(cancelSeats),
    RecordSeatsReleased: ofBooking(recordSeatsReleased),
    RecordRefunded: ofBooking(recordRefunded),
    RecordRefundFailed: ofBooking(recordRefundFailed),
    RecordForeignRefunds: ofBooking(recordForeignRefunds),
    DelayRefund: ofBooking(delayRefund),
    AdmitTicket: ofBooking(admitTicket),
    UndoAdmission: ofBooking(undoAdmission),
  }),
  evolve: evolveBooking,
};
