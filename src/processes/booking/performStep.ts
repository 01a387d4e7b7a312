/**
 * Does one step of a booking against the ports and tells the booking's stream what it came to. Which step is due is
 * the domain's to say, when to try again the driver's.
 */
import { v5 } from 'uuid';
import type { CommandContext, Outcome } from '../../commands/engine/Outcome.ts';
import type { Runners } from '../../commands/runners.ts';
import type { Booking, BookingState } from '../../domain/booking/BookingState.ts';
import type { BookingCommand, BookingRejection } from '../../domain/booking/commands.ts';
import type { bookingEvents } from '../../domain/booking/events.ts';
import type { BookingStep } from '../../domain/booking/nextStep.ts';
import { refusalOf } from '../../domain/booking/stuckPayments.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { holdTimes } from '../../domain/showtime/bookSeats.ts';
import type { ShowtimeCommand, ShowtimeRejection } from '../../domain/showtime/commands.ts';
import { findHold, type Showtime, type ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { Clock } from '../../ports/Clock.ts';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import { type KeyStore, KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import {
  type PaymentGateway,
  PaymentRefused,
  PaymentUnanswered,
  PaymentUnavailable,
} from '../../ports/PaymentGateway.ts';

export interface StepDeps {
  readonly commands: Pick<Runners, 'showtimes' | 'bookings'>;
  readonly gateway: PaymentGateway;
  readonly keys: Pick<KeyStore, 'open'>;
  readonly clock: Clock;
  readonly logger: {
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

/** What became of a step. */
export type StepResult =
  /** The booking's stream knows, from this driver or another: go on with the state it has now. */
  | { readonly kind: 'told' }
  /** The same step again, after a pause: it is not decided yet, nobody answered, or some engine is away. */
  | { readonly kind: 'later'; readonly why: 'pending' | 'unanswered' | 'away' }
  /** Nothing reached the gateway. */
  | { readonly kind: 'unreached' };

const told: StepResult = { kind: 'told' };
const pending: StepResult = { kind: 'later', why: 'pending' };
const away: StepResult = { kind: 'later', why: 'away' };

/** Steps that are performed; waiting and being done are not. */
export type DueStep = Exclude<BookingStep, { readonly step: 'wait' | 'done' }>;

/** Throws for bugs only. */
export const performStep = async (
  deps: StepDeps,
  booking: Booking,
  step: DueStep,
  context: CommandContext,
): Promise<StepResult> => {
  try {
    return await perform({ deps, booking, context }, step);
  } catch (error) {
    if (error instanceof PaymentUnavailable) return { kind: 'unreached' };
    if (error instanceof PaymentRefused) return refused({ deps, booking, context }, step, error);
    if (error instanceof PaymentUnanswered) return { kind: 'later', why: 'unanswered' };
    if (error instanceof KeyStoreUnavailable || error instanceof EventStoreUnavailable) return away;
    throw error;
  }
};

/** The gateway turned it down: what can come to its end without, does; the rest is tried again, ever more seldom. */
const refused = (on: Performing, step: DueStep, error: PaymentRefused): Promise<StepResult> => {
  const { bookingId } = on.booking;
  on.deps.logger.warn({ bookingId, step: step.step, err: error }, 'the payment gateway refused a call');
  const { code } = error;
  switch (step.step) {
    case 'authorize':
      return record(on, { type: 'RecordDeclined', attempt: step.attempt, code });
    case 'capture':
    case 'void':
      return stepRefused(on, step, code);
    case 'refund':
      return record(on, refundFailed(step, code));
    default:
      return Promise.resolve(away);
  }
};

const stepRefused = (
  on: Performing,
  { step, attempt, authorizationId }: StepOf<'capture' | 'void'>,
  code: string,
): Promise<StepResult> => {
  const tries = (refusalOf(on.booking, step, authorizationId)?.tries ?? 0) + 1;
  return record(on, { type: 'RecordStepRefused', step, attempt, authorizationId, tries, code });
};

const refundFailed = ({ cancellationId, tries }: StepOf<'refund'>, code: string): BookingCommand => ({
  type: 'RecordRefundFailed',
  cancellationId,
  tries: tries + 1,
  code,
});

interface Performing {
  readonly deps: StepDeps;
  readonly booking: Booking;
  readonly context: CommandContext;
}

const perform = (on: Performing, step: DueStep): Promise<StepResult> => {
  switch (step.step) {
    case 'keep-hold':
      return keepHold(on);
    case 'authorize':
      return authorize(on, step);
    case 'book-seats':
      return bookSeats(on, step.attempt);
    case 'capture':
      return capture(on, step);
    case 'give-back':
      return returnSeats(on, step.seatIds, { type: 'RecordSeatsGivenBack', attempt: step.attempt });
    case 'void':
      return voidAuthorization(on, step);
    case 'end-hold':
      return endHold(on);
    case 'release-seats':
      return returnSeats(on, step.seatIds, {
        type: 'RecordSeatsReleased',
        cancellationId: step.cancellationId,
      });
    case 'refund':
      return refund(on, step);
  }
};

type StepOf<Name extends DueStep['step']> = Extract<DueStep, { readonly step: Name }>;

const record = async (
  { deps, booking, context }: Performing,
  command: BookingCommand,
): Promise<StepResult> => {
  const outcome = await deps.commands.bookings.execute(booking.bookingId, command, context);
  if (outcome.outcome === 'unavailable') return away;
  if (outcome.outcome === 'rejected' && outcome.rejection.reason === 'StepOutdated') return told;
  if (outcome.outcome === 'done') tellOfStuck(deps, booking.bookingId, outcome.events);
  return expectDone<BookingState, BookingRejection>(outcome, command.type);
};

/** Once: it is said by whoever wrote it down. */
const tellOfStuck = (
  { logger }: StepDeps,
  bookingId: string,
  events: readonly { readonly type: string; readonly data: unknown }[],
): void => {
  for (const { type, data } of events) {
    if (type !== 'PaymentStuck') continue;
    const { step, tries, code } = data as EventOf<typeof bookingEvents.PaymentStuck>['data'];
    logger.error({ bookingId, step, tries, code }, 'a payment is stuck: somebody must look at the gateway');
  }
};

/** Whatever else a command of ours comes to is a bug. */
const expectDone = <State, Rejection extends { readonly reason: string }>(
  outcome: Outcome<State, Rejection>,
  command: string,
): StepResult => {
  if (outcome.outcome === 'done') return told;
  const why = outcome.outcome === 'rejected' ? outcome.rejection.reason : outcome.outcome;
  throw new Error(`${command} came to ${why}`);
};

const askShowtime = (
  { deps, booking, context }: Performing,
  command: ShowtimeCommand,
): Promise<Outcome<ShowtimeState, ShowtimeRejection>> =>
  deps.commands.showtimes.execute(booking.showtimeId, command, context);

const holdTimeCommand = (showtime: Showtime, holdId: string, nowMs: number): BookingCommand | undefined => {
  const found = findHold(showtime, holdId, nowMs);
  if (found.kind !== 'active') return undefined;
  const { expiresAtMs, keepAtMs } = holdTimes(showtime, found.hold);
  return {
    type: 'RecordHoldKept',
    holdExpiresAt: new Date(expiresAtMs).toISOString(),
    ...(keepAtMs === undefined ? {} : { holdKeepAt: new Date(keepAtMs).toISOString() }),
  };
};

const keepHold = async (on: Performing): Promise<StepResult> => {
  const { booking, deps } = on;
  const outcome = await askShowtime(on, { type: 'KeepHold', holdId: booking.hold.holdId });
  if (outcome.outcome === 'unavailable') return away;
  if (outcome.outcome === 'done' && outcome.state.status !== 'none') {
    const kept = holdTimeCommand(outcome.state, booking.hold.holdId, deps.clock.nowMs());
    if (kept !== undefined) return record(on, kept);
  }
  // Lost already: the payment goes on all the same, and its end is decided when the seats are to be booked.
  const holdExpiresAt = new Date(booking.hold.expiresAtMs).toISOString();
  return record(on, { type: 'RecordHoldKept', holdExpiresAt });
};

const authorize = async (on: Performing, step: StepOf<'authorize'>): Promise<StepResult> => {
  const { deps, booking } = on;
  const { attempt, key, amount } = step;
  // Nothing to pay needs no gateway.
  if (amount.amount === 0) {
    return record(on, { type: 'RecordAuthorized', attempt, authorizationId: freeOfCharge });
  }
  const tried = booking.attempts.find((each) => each.attempt === attempt);
  if (tried === undefined) throw new Error(`attempt ${attempt} is not in its booking`);
  const token = await deps.keys.open(tried.token);
  // The customer was erased meanwhile: what paid for it cannot be named any more.
  if (typeof token !== 'string') {
    return record(on, { type: 'RecordDeclined', attempt, code: 'customer-erased' });
  }
  const { bookingId } = booking;
  const result = await deps.gateway.authorize({ key, bookingId, amount, method: tried.method, token });
  switch (result.outcome) {
    case 'authorized':
      return record(on, {
        type: 'RecordAuthorized',
        attempt,
        authorizationId: result.authorizationId,
      });
    case 'declined':
      return record(on, { type: 'RecordDeclined', attempt, code: result.code });
    case 'pending':
      return pending;
  }
};

const freeOfCharge = 'free-of-charge';

const bookSeats = async (on: Performing, attempt: number): Promise<StepResult> => {
  const { booking } = on;
  const { bookingId, seats, total } = booking;
  const { holdId } = booking.hold;
  // Always the same for one booking: a repeat finds what was booked under it.
  const freshHoldId = v5(`${holdId}/again`, bookingId);
  const paid = { seats, total, freshHoldId };
  const outcome = await askShowtime(on, { type: 'BookSeats', holdId, bookingId, paid });
  switch (outcome.outcome) {
    case 'done':
      return record(on, {
        type: 'RecordSeatsSecured',
        attempt,
        holdId: securedUnder(outcome.state, freshHoldId) ?? holdId,
      });
    case 'rejected':
      return record(on, {
        type: 'RecordSeatsLost',
        attempt,
        why: await whyLost(on, outcome.rejection),
      });
    case 'unavailable':
      return away;
    default:
      return expectDone(outcome, 'BookSeats');
  }
};

const securedUnder = (state: ShowtimeState, freshHoldId: string): string | undefined =>
  state.status !== 'none' && state.endedHolds.has(freshHoldId) ? freshHoldId : undefined;

const whyLost = async (
  { deps, booking }: Performing,
  rejection: ShowtimeRejection,
): Promise<Extract<BookingCommand, { type: 'RecordSeatsLost' }>['why']> => {
  switch (rejection.reason) {
    case 'ShowtimeNotOnSale':
      return rejection.showtimeStatus === 'cancelled' ? 'showtime-cancelled' : 'taken';
    case 'HoldOver':
      return 'released';
    default: {
      const { state } = await deps.commands.showtimes.read(booking.showtimeId);
      if (state.status === 'none') return 'taken';
      const found = findHold(state, booking.hold.holdId, deps.clock.nowMs());
      return found.kind === 'active' ? 'changed' : 'taken';
    }
  }
};

const capture = async (on: Performing, step: StepOf<'capture'>): Promise<StepResult> => {
  const { attempt, key, authorizationId, amount } = step;
  if (amount.amount === 0) {
    return record(on, { type: 'RecordCaptured', attempt, captureId: freeOfCharge });
  }
  const { bookingId } = on.booking;
  const result = await on.deps.gateway.capture({ key, bookingId, authorizationId, amount });
  switch (result.outcome) {
    case 'captured':
      return record(on, { type: 'RecordCaptured', attempt, captureId: result.captureId });
    case 'failed':
      return record(on, { type: 'RecordCaptureFailed', attempt, code: result.code });
    case 'pending':
      return pending;
  }
};

/** Seats that are not the booking's any more were returned by whoever was interrupted before telling of it. */
const returnSeats = async (
  on: Performing,
  seatIds: readonly string[],
  then: BookingCommand,
): Promise<StepResult> => {
  const { bookingId } = on.booking;
  const outcome = await askShowtime(on, { type: 'ReturnSeats', bookingId, seatIds });
  if (outcome.outcome === 'unavailable') return away;
  const { length } = seatIds;
  const before =
    outcome.outcome === 'rejected' &&
    outcome.rejection.reason === 'SeatsNotBooked' &&
    outcome.rejection.seatIds.length === length;
  if (!before) expectDone(outcome, 'ReturnSeats');
  return record(on, then);
};

const voidAuthorization = async (on: Performing, step: StepOf<'void'>): Promise<StepResult> => {
  const { attempt, key, authorizationId } = step;
  const then = { type: 'RecordVoided', attempt, authorizationId } as const;
  if (authorizationId === freeOfCharge) return record(on, then);
  const { bookingId } = on.booking;
  const { gateway } = on.deps;
  const result = await gateway.voidAuthorization({ key, bookingId, authorizationId });
  if (result.outcome === 'pending') return pending;
  if (result.outcome === 'voided') return record(on, then);
  // Somebody took the money by hand for seats that nobody has.
  const { captureId, amount } = result;
  const refund = await gateway.refund({ key: step.payBackKey, bookingId, captureId, amount });
  switch (refund.outcome) {
    case 'refunded':
      return record(on, { ...then, paidBack: { captureId, refundId: refund.refundId, amount } });
    case 'failed':
      return stepRefused(on, step, refund.code);
    case 'pending':
      return pending;
  }
};

/** Asks the showtime itself: the holder may have been given more time. */
const endHold = async (on: Performing): Promise<StepResult> => {
  const { deps, booking } = on;
  const outcome = await askShowtime(on, { type: 'ExpireHolds' });
  if (outcome.outcome === 'unavailable') return away;
  if (outcome.outcome !== 'done' || outcome.state.status === 'none')
    return expectDone(outcome, 'ExpireHolds');
  const kept = holdTimeCommand(outcome.state, booking.hold.holdId, deps.clock.nowMs());
  if (kept !== undefined) return record(on, kept);
  const how = outcome.state.endedHolds.get(booking.hold.holdId)?.how;
  return record(on, { type: 'ExpireBooking', why: how === 'released' ? 'hold-released' : 'hold-expired' });
};

const refund = async (on: Performing, step: StepOf<'refund'>): Promise<StepResult> => {
  const { key, cancellationId, captureId, amount } = step;
  const { bookingId } = on.booking;
  const result = await on.deps.gateway.refund({ key, bookingId, captureId, amount });
  switch (result.outcome) {
    case 'refunded':
      return record(on, { type: 'RecordRefunded', cancellationId, refundId: result.refundId });
    case 'failed':
      return record(on, refundFailed(step, result.code));
    case 'pending':
      return pending;
  }
};
