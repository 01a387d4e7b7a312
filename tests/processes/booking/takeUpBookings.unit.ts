/** Bookings that cannot be finished rest ever longer, however many there are. */
import { expect, it } from 'vitest';
import type { BookingDriver } from '../../../src/commands/booking/BookingDriver.ts';
import { takeUpBookings } from '../../../src/processes/booking/takeUpBookings.ts';
import { testClock } from '../../support/nodes.ts';
import { uuid } from '../../support/showtimes.ts';

const driven: string[] = [];
const drive = async (bookingId: string) => void driven.push(bookingId);
const driver: BookingDriver = { drive, isDriving: () => false, close: async () => undefined };

const round = async (bookingIds: readonly string[], clock = testClock(0)) => {
  driven.length = 0;
  const due = async (_nowMs: number, after: string | undefined, limit: number) =>
    bookingIds.filter((id) => after === undefined || id > after).slice(0, limit);
  const job = takeUpBookings({ due, driver, clock });
  const goRound = async () => {
    driven.length = 0;
    for (let page = 0; page <= bookingIds.length / 100; page += 1) await job.pass();
    return driven.length;
  };
  return { goRound, clock };
};
const many = (count: number) => Array.from({ length: count }, (_, place) => uuid(place + 1));

it('leaves a booking alone for twice as long after each drive', async () => {
  const { goRound, clock } = await round(many(1));
  const drivenAtMs: number[] = [];
  for (let nowMs = 0; nowMs <= 31_000; nowMs += 1_000) {
    if ((await goRound()) > 0) drivenAtMs.push(clock.nowMs());
    clock.advance(1_000);
  }
  expect(drivenAtMs).toEqual([0, 2_000, 6_000, 14_000, 30_000]);
});

it('takes a booking up after its rest when the wall clock was set back meanwhile', async () => {
  const { goRound, clock } = await round(many(1), testClock(3_600_000));
  await goRound();
  clock.setBack(3_600_000);
  expect(await goRound()).toBe(0);
  clock.advance(2_000);
  expect(await goRound()).toBe(1);
});

it('forgets only the oldest rests when there are more than it remembers', async () => {
  const { goRound } = await round(many(10_050));
  expect(await goRound()).toBe(10_050);
  expect(await goRound()).toBe(50);
});

it('forgets rests that are long over', async () => {
  const { goRound, clock } = await round(many(1));
  await goRound();
  clock.advance(2_000);
  await goRound();
  // Not due for longer than any rest; the other one's drive is when it is forgotten.
  clock.advance(11 * 60_000);
  await goRound();
  clock.advance(2_000);
  expect(await goRound()).toBe(1);
});
