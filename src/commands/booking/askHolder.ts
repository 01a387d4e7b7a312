import { authorizeKey } from '../../domain/booking/nextStep.ts';
import { cardWithHolder } from '../../ports/PaymentGateway.ts';
import type { StartBookingOutcome } from './answerAttempt.ts';
import type { BookingDeps } from './BookingDeps.ts';
import type { StartBookingRequest } from './startCommand.ts';

/**
 * A pending answer with what the holder of the card has to confirm, if the gateway waits for that. It is not kept anywhere:
 * the gateway gives it again for the same key. Without it when the gateway does not answer.
 */
export const withAction = async (
  { gateway }: Pick<BookingDeps, 'gateway'>,
  { payment: { method, token } }: StartBookingRequest,
  answer: StartBookingOutcome,
): Promise<StartBookingOutcome> => {
  if (answer.outcome !== 'pending' || method !== cardWithHolder) return answer;
  const { booking } = answer;
  const { payment, bookingId, total: amount } = booking;
  if (payment.phase !== 'authorizing' || amount.amount === 0) return answer;
  const key = authorizeKey(booking, payment.attempt);
  try {
    const result = await gateway.authorize({ key, bookingId, amount, method, token });
    const action = result.outcome === 'pending' ? result.action : undefined;
    return action === undefined ? answer : { ...answer, action };
  } catch {
    return answer;
  }
};
