import { findForeignRefunds } from '../../commands/booking/findForeignRefunds.ts';
import type { BookingCommand } from '../../domain/booking/commands.ts';
import { type Performing, pending, record, type StepOf, type StepResult } from './Performing.ts';

export const refund = async (on: Performing, step: StepOf<'refund'>): Promise<StepResult> => {
  const { key, cancellationId, captureId, amount } = step;
  const { bookingId } = on.booking;
  const found = await findForeignRefunds(on.deps.gateway, on.booking);
  if (found !== undefined) return record(on, found);
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

export const refundFailed = ({ cancellationId, tries }: StepOf<'refund'>, code: string): BookingCommand => ({
  type: 'RecordRefundFailed',
  cancellationId,
  tries: tries + 1,
  code,
});
