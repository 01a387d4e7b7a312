import { accept, reject } from '../kernel/decider.ts';
import type { Booking, Refusal } from './BookingState.ts';
import type { BookingAsked, BookingDecision } from './commands.ts';
import { endOfVoid } from './endOfVoid.ts';
import type { BookingEvent } from './events.ts';

const firstPauseMs = 1_000;
const pauseMaxMs = 6 * 3_600_000;

/** Pause before a refused call is repeated, in milliseconds: doubles from a second to six hours. */
export const retryPauseMs = (tries: number): number =>
  Math.min(pauseMaxMs, firstPauseMs * 2 ** Math.min(tries - 1, 30));

export const refusalLimits = {
  /** After two minutes the customer is told that it failed: the seats go back, and then the authorization. */
  captureTriesMax: 8,
  /** After two minutes for a void, and as long for a refund. */
  stuckAfterTries: 8,
  /** After about nine days: no gateway keeps an authorization that long. */
  voidTriesMax: 50,
} as const;

const outdated = reject({ reason: 'StepOutdated' } as const);

export const refusalOf = (
  { refusals }: Pick<Booking, 'refusals'>,
  step: Refusal['step'],
  authorizationId: string,
): Refusal | undefined =>
  refusals.find((each) => each.step === step && each.authorizationId === authorizationId);

const stuck = (
  step: 'void' | 'refund',
  of: string,
  { tries, code, nowMs }: { readonly tries: number; readonly code: string; readonly nowMs: number },
): BookingEvent => ({
  type: 'PaymentStuck',
  data: { step, of, tries, code, stuckAt: new Date(nowMs).toISOString() },
});

const waitsFor = (state: Booking, step: Refusal['step'], authorizationId: string): boolean => {
  const { payment, strays } = state;
  const own = 'authorizationId' in payment && payment.authorizationId === authorizationId;
  if (step === 'capture') return own && payment.phase === 'secured';
  return (
    (own && payment.phase === 'voiding') || strays.some((each) => each.authorizationId === authorizationId)
  );
};

export const recordStepRefused = (
  command: BookingAsked<'RecordStepRefused'>,
  state: Booking,
): BookingDecision<'RecordStepRefused'> => {
  const { step, attempt, authorizationId, tries, code, nowMs } = command;
  const before = refusalOf(state, step, authorizationId);
  if (!waitsFor(state, step, authorizationId) || tries !== (before?.tries ?? 0) + 1) return outdated;
  if (step === 'capture' && tries >= refusalLimits.captureTriesMax) {
    return accept({ type: 'CaptureFailed', data: { attempt, code } });
  }
  const isLast = tries >= refusalLimits.voidTriesMax;
  const retryAt = isLast ? {} : { retryAt: new Date(nowMs + retryPauseMs(tries)).toISOString() };
  const refused: BookingEvent = {
    type: 'PaymentStepRefused',
    data: { ...{ step, attempt, authorizationId, tries, code }, ...retryAt },
  };
  if (step === 'capture' || tries < refusalLimits.stuckAfterTries || before?.stuckAt !== undefined) {
    return accept(refused);
  }
  // The customer's purchase ends here; the void is left to staff and the gateway.
  const { payment } = state;
  const ending = payment.phase === 'voiding' && payment.authorizationId === authorizationId;
  return accept<BookingEvent>(
    refused,
    stuck('void', authorizationId, command),
    ...(ending ? endOfVoid(payment.why) : []),
  );
};

export const recordRefundFailed = (
  command: BookingAsked<'RecordRefundFailed'>,
  { cancellations }: Booking,
): BookingDecision<'RecordRefundFailed'> => {
  const { cancellationId, tries, code, nowMs } = command;
  const cancellation = cancellations.find((each) => each.cancellationId === cancellationId);
  if (cancellation?.refundStatus !== 'pending' || tries !== cancellation.refundTries + 1) return outdated;
  const retryAt = new Date(nowMs + retryPauseMs(tries)).toISOString();
  const failed: BookingEvent = { type: 'RefundFailed', data: { cancellationId, tries, code, retryAt } };
  const isNews = tries >= refusalLimits.stuckAfterTries && cancellation.stuckAt === undefined;
  return isNews
    ? accept<BookingEvent>(failed, stuck('refund', cancellationId, command))
    : accept<BookingEvent>(failed);
};

/** A step that staff must look after. `stuckAt` in ISO 8601 UTC. */
export interface StuckStep {
  readonly step: 'void' | 'refund';
  readonly stuckAt: string;
  readonly tries: number;
  readonly code: string;
}

export const stuckSteps = ({ refusals, cancellations }: Booking): readonly StuckStep[] =>
  [
    ...refusals.flatMap(({ step, stuckAt, tries, code }): readonly StuckStep[] =>
      step === 'capture' || stuckAt === undefined ? [] : [{ step, stuckAt, tries, code }],
    ),
    ...cancellations.flatMap(({ stuckAt, refundTries, refundCode = '' }): readonly StuckStep[] =>
      stuckAt === undefined ? [] : [{ step: 'refund', stuckAt, tries: refundTries, code: refundCode }],
    ),
  ].toSorted((a, b) => a.stuckAt.localeCompare(b.stuckAt));

export const retryStuckPayment = (
  { nowMs }: BookingAsked<'RetryStuckPayment'>,
  state: Booking,
): BookingDecision<'RetryStuckPayment'> =>
  stuckSteps(state).length === 0
    ? reject({ reason: 'NothingStuck' })
    : accept({ type: 'StuckPaymentRetried', data: { retriedAt: new Date(nowMs).toISOString() } });
