import type { BookingEvent } from '../../domain/booking/events.ts';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';

export interface AlertLogger {
  error(fields: object, message: string): void;
}

export interface StaffAlerts {
  readonly logger: AlertLogger;
  /** Refunds made at the gateway by hand, as they are found. */
  readonly refundsByHand?: { inc(count: number): void };
}

/** Logs and counts events that staff must look after. Only the node that appended them calls it, so each is reported once. */
export const alertStaff = (
  { logger, refundsByHand }: StaffAlerts,
  bookingId: string,
  events: readonly (BookingEvent | StreamEvent)[],
): void => {
  for (const event of events) {
    if (event.type === 'PaymentStuck') {
      const { step, tries, code } = event.data;
      logger.error({ bookingId, step, tries, code }, 'a payment is stuck: check it at the gateway');
    }
    if (event.type === 'ForeignRefundsFound') {
      const { refunds } = event.data;
      refundsByHand?.inc(refunds.length);
      logger.error({ bookingId, refunds }, 'a payment was refunded at the gateway by hand');
    }
  }
};
