import type { Booking } from '../../domain/booking/BookingState.ts';
import type { BookingDeps } from './BookingDeps.ts';
import type { DriveOptions } from './BookingDriver.ts';

/** Resolves when `enough` holds, nothing is left to do, or after `answerWithinMs`; driving goes on. Never throws. */
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
