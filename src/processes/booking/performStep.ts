import type { Booking } from '../../domain/booking/BookingState.ts';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import { PaymentRefused, PaymentUnanswered, PaymentUnavailable } from '../../ports/PaymentGateway.ts';
import { away, type DueStep, type Performing, record, type StepDeps, type StepResult } from './Performing.ts';
import { authorize, capture, stepRefused, voidAuthorization } from './paymentSteps.ts';
import { refund, refundFailed } from './refundStep.ts';
import { bookSeats, endHold, keepHold, returnSeats } from './seatSteps.ts';

/** Performs one step against the ports and records its result in the booking's stream. Throws for bugs only. */
export const performStep = async (
  deps: StepDeps,
  booking: Booking,
  step: DueStep,
  acting: Pick<Performing, 'context' | 'opened'>,
): Promise<StepResult> => {
  const on = { deps, booking, ...acting };
  try {
    return await perform(on, step);
  } catch (error) {
    if (error instanceof PaymentUnavailable) return { kind: 'unreached' };
    if (error instanceof PaymentRefused) return refused(on, step, error);
    if (error instanceof PaymentUnanswered) return { kind: 'later', why: 'unanswered' };
    if (error instanceof KeyStoreUnavailable || error instanceof EventStoreUnavailable) return away;
    throw error;
  }
};

/** A refused authorization ends the attempt; other refused calls are repeated with growing pauses. */
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
