/** A customer waits for a booking: until it has come far enough, but no longer than is bearable. */
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { BookingDeps } from './bookings.ts';

/** The booking is carried on in any case, for as long as this node does that. Never throws. */
export const driveUntil = async (
  { driver, limits, pause }: Pick<BookingDeps, 'driver' | 'limits' | 'pause'>,
  bookingId: string,
  options: { readonly opened?: number },
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
