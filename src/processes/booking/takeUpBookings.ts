import type { BookingDriver } from '../../commands/booking/BookingDriver.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { Job } from '../engine/runJob.ts';

export interface TakeUpBookingsDeps {
  due(nowMs: number, after: string | undefined, limit: number): Promise<readonly string[]>;
  readonly driver: BookingDriver;
  readonly clock: SteadyClock;
}

const everyMs = 1_000;
const bookingsPerPassMax = 100;
const driveForMs = 5_000;
const restFirstMs = 2_000;
const restMaxMs = 5 * 60_000;
/** Bookings whose rests are remembered; the oldest is forgotten first, and driven sooner. */
const restsMax = 10_000;

interface Rest {
  readonly restMs: number;
  /** By the steady clock. */
  readonly untilMs: number;
}

/** Forgets rests that have been over for as long as the longest rest: their bookings are done, or elsewhere. */
const forgetRests = (rests: Map<string, Rest>, nowMs: number): void => {
  for (const [bookingId, { untilMs }] of rests) {
    if (untilMs + restMaxMs <= nowMs) rests.delete(bookingId);
  }
};

/**
 * Goes on with bookings whose driver has been silent: it died, or stopped waiting. Passes go round all that are due, a
 * page at a time, so a stuck booking does not delay the others.
 */
export const takeUpBookings = ({ due, driver, clock }: TakeUpBookingsDeps): Job => {
  const rests = new Map<string, Rest>();
  let after: string | undefined;

  const takeUp = async (bookingId: string): Promise<void> => {
    await driver.drive(bookingId, { forMs: driveForMs });
    const restMs = Math.min(restMaxMs, 2 * (rests.get(bookingId)?.restMs ?? restFirstMs / 2));
    rests.delete(bookingId);
    const [oldest] = rests.keys();
    if (rests.size >= restsMax && oldest !== undefined) rests.delete(oldest);
    rests.set(bookingId, { restMs, untilMs: clock.steadyMs() + restMs });
  };

  return {
    name: 'take_up_bookings',
    everyMs,
    pass: async () => {
      const nowMs = clock.steadyMs();
      forgetRests(rests, nowMs);
      const page = await due(clock.nowMs(), after, bookingsPerPassMax);
      after = page.length < bookingsPerPassMax ? undefined : page.at(-1);
      const ready = page.filter((bookingId) => {
        const resting = (rests.get(bookingId)?.untilMs ?? 0) > nowMs;
        return !resting && !driver.isDriving(bookingId);
      });
      await Promise.all(ready.map(takeUp));
    },
  };
};
