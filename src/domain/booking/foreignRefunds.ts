import { accept } from '../kernel/decider.ts';
import type { Money } from '../kernel/money.ts';
import type { Booking, Cancellation } from './BookingState.ts';
import type { BookingAsked, BookingDecision } from './commands.ts';
import { bookingLimits } from './eventFields.ts';

/** What the gateway is asked to pay back for a cancellation: less than `refund` where some was paid by hand. */
export const toPay = ({ refund, due = refund }: Pick<Cancellation, 'refund' | 'due'>): Money => due;

/**
 * Adds refunds made by hand to the booking, each once. Pending refunds are reduced by what was found, the oldest first;
 * what exceeds them reduces later ones.
 */
export const recordForeignRefunds = (
  { refunds, refundedIds }: BookingAsked<'RecordForeignRefunds'>,
  { foreignRefunds, cancellations, total }: Booking,
): BookingDecision<'RecordForeignRefunds'> => {
  const known = new Set(foreignRefunds.map(({ refundId }) => refundId));
  const room = bookingLimits.foreignRefundsMax - known.size;
  const found = refunds
    .filter(({ refundId, amount }) => !known.has(refundId) && amount.currency === total.currency)
    .slice(0, room);
  if (found.length === 0) return accept();
  let rest = found.reduce((sum, { amount }) => sum + amount.amount, 0);
  const due = cancellations.flatMap((cancellation) => {
    const { cancellationId, refundStatus } = cancellation;
    if (refundStatus !== 'pending' || refundedIds.includes(cancellationId) || rest === 0) return [];
    const owed = toPay(cancellation);
    const off = Math.min(rest, owed.amount);
    rest -= off;
    return [{ cancellationId, amount: { ...owed, amount: owed.amount - off } }];
  });
  return accept({ type: 'ForeignRefundsFound', data: { refunds: found, due } });
};
