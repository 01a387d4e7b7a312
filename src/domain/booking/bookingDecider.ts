/**
 * Every rule about one purchase: which events a request or the result of a step causes, or why not. What a step came
 * to is taken only while the booking waits for it, and once: two drivers of one booking do no harm.
 */
import { accept, type Decider, type Decision, reject, type Timed } from '../kernel/decider.ts';
import { admitTicket, undoAdmission } from './admitTicket.ts';
import type { Booking, BookingState } from './BookingState.ts';
import { cancelSeats } from './cancelSeats.ts';
import type { BookingCommand, BookingRejection } from './commands.ts';
import { endOfVoid } from './endOfVoid.ts';
import type { BookingEvent } from './events.ts';
import { evolveBooking } from './evolveBooking.ts';
import { startPayment } from './startPayment.ts';
import { recordRefundFailed, recordStepRefused, retryStuckPayment } from './stuckPayments.ts';

type BookingDecision = Decision<BookingEvent, BookingRejection>;
type CommandOf<Type extends BookingCommand['type']> = Timed<Extract<BookingCommand, { type: Type }>>;

const outdated: BookingDecision = reject({ reason: 'StepOutdated' });

const decide = (command: Timed<BookingCommand>, state: BookingState): BookingDecision => {
  if (command.type === 'StartPayment') return startPayment(command, state);
  if (state.status === 'none') return reject({ reason: 'BookingNotFound' });
  switch (command.type) {
    case 'TakeUpPayment':
      return takeUp(command, state);
    case 'RecordHoldKept':
      return recordHoldKept(command, state);
    case 'RecordAuthorized':
      return recordAuthorized(command, state);
    case 'RecordDeclined':
      return recordDeclined(command, state);
    case 'RecordUnreached':
      return recordUnreached(command, state);
    case 'RecordSeatsSecured':
      return recordSeatsSecured(command, state);
    case 'RecordSeatsLost':
      return recordSeatsLost(command, state);
    case 'RecordCaptured':
      return recordCaptured(command, state);
    case 'RecordCaptureFailed':
      return recordCaptureFailed(command, state);
    case 'RecordSeatsGivenBack':
      return recordSeatsGivenBack(command, state);
    case 'RecordVoided':
      return recordVoided(command, state);
    case 'RecordStepRefused':
      return recordStepRefused(command, state);
    case 'RetryStuckPayment':
      return retryStuckPayment(command, state);
    case 'ExpireBooking':
      return expire(command, state);
    case 'CancelSeats':
      return cancelSeats(command, state);
    case 'RecordSeatsReleased':
      return recordSeatsReleased(command, state);
    case 'RecordRefunded':
      return recordRefunded(command, state);
    case 'RecordRefundFailed':
      return recordRefundFailed(command, state);
    case 'DelayRefund':
      return delayRefund(command, state);
    case 'AdmitTicket':
      return admitTicket(command, state);
    case 'UndoAdmission':
      return undoAdmission(command, state);
  }
};

export const bookingDecider: Decider<BookingState, BookingCommand, BookingEvent, BookingRejection> = {
  initialState: { status: 'none' },
  decide,
  evolve: evolveBooking,
};

const takeUp = ({ attempt }: CommandOf<'TakeUpPayment'>, { payment }: Booking): BookingDecision => {
  if (payment.phase !== 'authorizing' || payment.attempt !== attempt) return outdated;
  return payment.takenUp ? accept() : accept({ type: 'PaymentTakenUp', data: { attempt } });
};

const recordHoldKept = (command: CommandOf<'RecordHoldKept'>, state: Booking): BookingDecision => {
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
const recordAuthorized = (command: CommandOf<'RecordAuthorized'>, state: Booking): BookingDecision => {
  const { attempt, authorizationId } = command;
  const tried = state.attempts.find((each) => each.attempt === attempt);
  if (tried === undefined) return outdated;
  const waiting = state.payment.phase === 'authorizing' && state.payment.attempt === attempt;
  const closed = tried.result === 'unreached' || tried.result === 'declined';
  const known = state.strays.some((each) => each.authorizationId === authorizationId);
  if (!waiting && (!closed || known)) return outdated;
  return accept({ type: 'PaymentAuthorized', data: { attempt, authorizationId } });
};

const recordDeclined = (command: CommandOf<'RecordDeclined'>, { payment }: Booking): BookingDecision => {
  const { attempt, code } = command;
  if (payment.phase !== 'authorizing' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'PaymentDeclined', data: { attempt, code } });
};

const recordUnreached = (command: CommandOf<'RecordUnreached'>, { payment }: Booking): BookingDecision => {
  const { attempt } = command;
  if (payment.phase !== 'authorizing' || payment.attempt !== attempt || payment.takenUp) return outdated;
  return accept({ type: 'PaymentUnreached', data: { attempt } });
};

const recordSeatsSecured = (
  { attempt, holdId }: CommandOf<'RecordSeatsSecured'>,
  { payment }: Booking,
): BookingDecision => {
  if (payment.phase !== 'authorized' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'SeatsSecured', data: { attempt, holdId } });
};

const recordSeatsLost = (
  { attempt, why }: CommandOf<'RecordSeatsLost'>,
  { payment }: Booking,
): BookingDecision => {
  if (payment.phase !== 'authorized' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'SeatsLost', data: { attempt, why } });
};

/** Taken money and confirmed seats are one fact, so they stand in one append. */
const recordCaptured = (
  { attempt, captureId }: CommandOf<'RecordCaptured'>,
  { payment, total }: Booking,
): BookingDecision => {
  if (payment.phase !== 'secured' || payment.attempt !== attempt) return outdated;
  return accept(
    { type: 'PaymentCaptured', data: { attempt, captureId, amount: total } },
    { type: 'BookingConfirmed', data: {} },
  );
};

const recordCaptureFailed = (
  { attempt, code }: CommandOf<'RecordCaptureFailed'>,
  { payment }: Booking,
): BookingDecision => {
  if (payment.phase !== 'secured' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'CaptureFailed', data: { attempt, code } });
};

const recordSeatsGivenBack = (
  { attempt }: CommandOf<'RecordSeatsGivenBack'>,
  { payment, seats }: Booking,
): BookingDecision => {
  if (payment.phase !== 'returning' || payment.attempt !== attempt) return outdated;
  return accept({ type: 'SeatsGivenBack', data: { attempt, seatIds: seats.map(({ id }) => id) } });
};

const recordVoided = (
  { attempt, authorizationId, paidBack }: CommandOf<'RecordVoided'>,
  { payment, strays }: Booking,
): BookingDecision => {
  const voided: BookingEvent = {
    type: 'AuthorizationVoided',
    data: { attempt, authorizationId, ...(paidBack === undefined ? {} : { paidBack }) },
  };
  if (strays.some((each) => each.authorizationId === authorizationId)) return accept(voided);
  if (payment.phase !== 'voiding' || payment.authorizationId !== authorizationId) return outdated;
  return accept<BookingEvent>(voided, ...endOfVoid(payment.why));
};

const expire = ({ why }: CommandOf<'ExpireBooking'>, state: Booking): BookingDecision => {
  if (state.status !== 'initiated') return outdated;
  return accept({ type: 'BookingExpired', data: { why } });
};

const recordSeatsReleased = (
  { cancellationId }: CommandOf<'RecordSeatsReleased'>,
  { cancellations }: Booking,
): BookingDecision => {
  const cancellation = cancellations.find((each) => each.cancellationId === cancellationId);
  if (cancellation === undefined || cancellation.seatsReleased) return outdated;
  return accept({ type: 'SeatsReleased', data: { cancellationId, seatIds: [...cancellation.seatIds] } });
};

const recordRefunded = (
  { cancellationId, refundId }: CommandOf<'RecordRefunded'>,
  { cancellations }: Booking,
): BookingDecision => {
  const cancellation = cancellations.find((each) => each.cancellationId === cancellationId);
  if (cancellation?.refundStatus !== 'pending') return outdated;
  return accept({ type: 'RefundIssued', data: { cancellationId, refundId, amount: cancellation.refund } });
};

const delayRefund = (
  { cancellationId }: CommandOf<'DelayRefund'>,
  { cancellations }: Booking,
): BookingDecision => {
  const cancellation = cancellations.find((each) => each.cancellationId === cancellationId);
  if (cancellation?.refundStatus !== 'pending' || cancellation.toldPending) return accept();
  return accept({ type: 'RefundDelayed', data: { cancellationId } });
};
