import type { Booking, ForeignRefund } from '../../domain/booking/BookingState.ts';
import type { BookingCommand } from '../../domain/booking/commands.ts';
import { freeOfCharge, refundKey } from '../../domain/booking/nextStep.ts';
import type { GatewayRefund, PaymentGateway } from '../../ports/PaymentGateway.ts';

type RecordForeignRefunds = Extract<BookingCommand, { readonly type: 'RecordForeignRefunds' }>;

const foreignIn = (made: readonly GatewayRefund[]): readonly ForeignRefund[] =>
  made.flatMap(({ key, refundId, amount, at }) => (key === undefined ? [{ refundId, amount, at }] : []));

/** The command that adds refunds made by hand; undefined when there are no new ones. Throws what the gateway throws. */
export const findForeignRefunds = async (
  gateway: Pick<PaymentGateway, 'refundsOf'>,
  { bookingId, payment, foreignRefunds, cancellations }: Booking,
): Promise<RecordForeignRefunds | undefined> => {
  if (payment.phase !== 'captured' || payment.captureId === freeOfCharge) return undefined;
  const { captureId } = payment;
  const made = await gateway.refundsOf({ bookingId, captureId });
  const known = new Set(foreignRefunds.map(({ refundId }) => refundId));
  const refunds = foreignIn(made).filter(({ refundId }) => !known.has(refundId));
  if (refunds.length === 0) return undefined;
  const keys = new Set(made.map(({ key }) => key));
  const refundedIds = cancellations
    .filter(({ number }) => keys.has(refundKey(bookingId, number)))
    .map(({ cancellationId }) => cancellationId);
  return { type: 'RecordForeignRefunds', refunds, refundedIds };
};
