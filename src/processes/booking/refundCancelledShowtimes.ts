/**
 * The cinema cancelled a show: each of its paid bookings is cancelled in full, once, whatever was interrupted. The
 * refunds themselves are steps of the bookings, like any other.
 */
import { v5 } from 'uuid';
import type { BookingDriver } from '../../commands/booking/BookingDriver.ts';
import type { Runners } from '../../commands/runners.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { ProcessLogger, ProcessManager } from '../engine/runProcess.ts';
import { systemContext } from '../engine/systemContext.ts';

export interface RefundCancelledShowtimesDeps {
  /** Confirmed bookings of cancelled showtimes, by id after `after`. */
  owed(
    after: string,
    limit: number,
  ): Promise<readonly { readonly bookingId: string; readonly showtimeId: string }[]>;
  readonly commands: Pick<Runners, 'bookings'>;
  readonly driver: BookingDriver;
  readonly ids: IdSource;
  readonly logger: ProcessLogger;
}

const everyMs = 1_000;
const bookingsPerPassMax = 50;
const driveForMs = 5_000;

export const refundCancelledShowtimes = (deps: RefundCancelledShowtimesDeps): ProcessManager => {
  let after = '';
  return {
    name: 'refund_cancelled_showtimes',
    everyMs,
    pass: async () => {
      const page = await deps.owed(after, bookingsPerPassMax);
      after = page.length < bookingsPerPassMax ? '' : (page.at(-1)?.bookingId ?? '');
      await Promise.all(page.map(({ bookingId, showtimeId }) => refundOne(deps, bookingId, showtimeId)));
    },
  };
};

const refundOne = async (
  { commands, driver, ids, logger }: RefundCancelledShowtimesDeps,
  bookingId: string,
  showtimeId: string,
): Promise<void> => {
  const cancelled = await commands.bookings.execute(
    bookingId,
    {
      type: 'CancelSeats',
      // The same whoever does it, and however often.
      cancellationId: v5(`${showtimeId}/cancelled`, bookingId),
      by: 'cinema',
      why: 'The show was cancelled.',
    },
    systemContext(ids),
  );
  // The read model may be behind: what is not confirmed any more needs nothing.
  if (cancelled.outcome === 'rejected' && cancelled.rejection.reason === 'NotCancellable') return;
  if (cancelled.outcome !== 'done') {
    logger.warn({ bookingId, outcome: cancelled }, 'a booking of a cancelled showtime waits for its refund');
    return;
  }
  await driver.drive(bookingId, { forMs: driveForMs });
};
