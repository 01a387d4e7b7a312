import type { BookingRejections } from '../../domain/booking/commands.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import type { Answered, BookingDeps, NotDone } from './BookingDeps.ts';

export type RetryStuckRejection = BookingRejections['RetryStuckPayment'];

export type RetryStuckOutcome =
  | (Answered & { readonly outcome: 'retried'; readonly retriedAt: string })
  | NotDone<RetryStuckRejection>;

export const retryStuck = async (
  { commands, driver, limits }: BookingDeps,
  bookingId: string,
  context: CommandContext,
): Promise<RetryStuckOutcome> => {
  const outcome = await commands.bookings.execute(bookingId, { type: 'RetryStuckPayment' }, context);
  if (outcome.outcome !== 'done') return outcome;
  const { state: booking, events, position, replayed } = outcome;
  const retried = events.find((event) => event.type === 'StuckPaymentRetried');
  if (booking.status === 'none' || retried === undefined) throw new Error('nothing was retried');
  if (!replayed) void driver.drive(bookingId, { forMs: limits.driveMs });
  const { retriedAt } = retried.data;
  return { outcome: 'retried', booking, position, replayed, retriedAt };
};
