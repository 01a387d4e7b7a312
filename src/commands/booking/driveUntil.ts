import type { Booking } from '../../domain/booking/BookingState.ts';
import type { BookingDeps } from './BookingDeps.ts';
import type { DriveOptions } from './BookingDriver.ts';

/**
 * Drives a booking and resolves when `enough` holds, when there is nothing left to do, or after `answerWithinMs`. The
 * node drives it on for `driveMs` in any case. Never throws.
 */
export const driveUntil = async (
  { driver, limits, pause }: Pick<BookingDeps, 'driver' | 'limits' | 'pause'>,
  bookingId: string,
  options: Pick<DriveOptions, 'opened' | 'cause'>,
  enough: (booking: Booking) => boolean,
): Promise<void> => {
  const waiting = new AbortController();
  await new Promise<void>((resolve) => {
    const onProgress = (booking: Booking): void => {
      if (enough(booking)) resolve();
    };
    void driver.drive(bookingId, { ...options, forMs: limits.driveMs, onProgress }).then(resolve);
    void pause(limits.answerWithinMs, waiting.signal).then(resolve);
  });
  waiting.abort();
};
