/**
 * Goes on with bookings whose driver has been silent: it died, or gave up waiting. Each pass goes round all that are
 * due, a page at a time, so that a stuck one keeps nobody waiting.
 */
import type { BookingDriver } from '../../commands/booking/BookingDriver.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Job } from '../engine/runJob.ts';

export interface TakeUpBookingsDeps {
  /** Bookings that owe a step and were silent for too long, by id after `after`. */
  due(nowMs: number, after: string, limit: number): Promise<readonly string[]>;
  readonly driver: BookingDriver;
  readonly clock: Clock;
}

const everyMs = 1_000;
const bookingsPerPassMax = 100;
const driveForMs = 5_000;
/** How long a booking is left alone after a drive that could not finish it. */
const restFirstMs = 2_000;
const restMaxMs = 5 * 60_000;
/** Bookings whose rests are remembered; a forgotten one is merely driven sooner. */
const restsMax = 10_000;

export const takeUpBookings = ({ due, driver, clock }: TakeUpBookingsDeps): Job => {
  const rests = new Map<string, { readonly restMs: number; readonly untilMs: number }>();
  let after = '';

  const takeUp = async (bookingId: string): Promise<void> => {
    await driver.drive(bookingId, { forMs: driveForMs });
    const restMs = Math.min(restMaxMs, 2 * (rests.get(bookingId)?.restMs ?? restFirstMs / 2));
    if (rests.size >= restsMax) rests.clear();
    rests.set(bookingId, { restMs, untilMs: clock.nowMs() + restMs });
  };

  return {
    name: 'take_up_bookings',
    everyMs,
    pass: async () => {
      const nowMs = clock.nowMs();
      const page = await due(nowMs, after, bookingsPerPassMax);
      after = page.length < bookingsPerPassMax ? '' : (page.at(-1) ?? '');
      const ready = page.filter((bookingId) => {
        const resting = (rests.get(bookingId)?.untilMs ?? 0) > nowMs;
        return !resting && !driver.isDriving(bookingId);
      });
      await Promise.all(ready.map(takeUp));
    },
  };
};
