import { describe, expect, test } from 'vitest';
import { createRowSums, differingSums, type RowSums } from '../../bench/rebuild/rowSums.ts';
import { authorLog } from '../../bench/scale/authorLog.ts';
import type { AuthoredEvent } from '../../bench/scale/LogAuthor.ts';

const authored = async (showtimes: number, bookingsOfShowtime: number): Promise<readonly AuthoredEvent[]> => {
  const events: AuthoredEvent[] = [];
  await authorLog({
    ...{ showtimes, bookingsOfShowtime, madeAtMs: Date.parse('2026-11-29T12:00:00.000Z') },
    write: (event) => void events.push(event),
    onPart: async () => undefined,
  });
  return events;
};

const sumsOf = (events: readonly Pick<AuthoredEvent, 'stream' | 'type' | 'data'>[]): RowSums => {
  const sums = createRowSums();
  for (const event of events) sums.add(event);
  return sums.sums();
};

const told = (stream: string, type: string, data: unknown = {}) => ({
  stream,
  type,
  data: JSON.stringify(data),
});
const held = (...ids: readonly string[]) => ({ seats: ids.map((id) => ({ id })) });

describe('the sums that rebuilt rows must have', () => {
  test('a seat is taken while it is held or booked, and a booking counts from its start', () => {
    const purchase = { ...held('A1', 'A2'), total: { amount: 2_500, currency: 'USD' } };
    const events = [
      told('movie-1', 'MovieRegistered'),
      told('showtime-1', 'ShowtimeScheduled'),
      told('showtime-2', 'ShowtimeScheduled'),
      told('showtime-1', 'SeatsHeld', held('A1', 'A2')),
      told('showtime-1', 'SeatsHeld', held('B1')),
      told('showtime-2', 'SeatsHeld', held('A1')),
      told('booking-1', 'BookingInitiated', purchase),
      told('showtime-1', 'SeatsBooked', { seatIds: ['A1', 'A2'] }),
      told('booking-1', 'BookingConfirmed'),
      told('showtime-1', 'HoldReleased', { seatIds: ['B1'] }),
      told('showtime-2', 'HoldExpired', { seatIds: ['A1'] }),
      told('showtime-2', 'SeatsHeld', held('A1', 'A3')),
      told('booking-2', 'BookingInitiated', { ...purchase, ...held('A1') }),
    ];
    expect(sumsOf(events)).toEqual({
      showtimes: 2,
      takenSeats: 4,
      bookings: 2,
      confirmed: 1,
      bookedSeats: 3,
      totalMinor: 5_000,
    });
  });

  test('of the log that the bench makes: what is taken at its end is booked', async () => {
    const sums = sumsOf(await authored(12, 3));
    const { showtimes, bookings, confirmed } = sums;
    expect({ showtimes, bookings, confirmed }).toEqual({ showtimes: 12, bookings: 36, confirmed: 36 });
    expect(sums.takenSeats).toBe(sums.bookedSeats);
    expect(sums.totalMinor).toBeGreaterThan(0);
  });

  test('an event of a showtime that it cannot sum is an error, not a wrong sum', () => {
    const scheduled = told('showtime-1', 'ShowtimeScheduled');
    expect(() => sumsOf([scheduled, told('showtime-1', 'SeatsBlocked', { seatIds: ['A1'] })])).toThrow(
      'no sum is known for SeatsBlocked',
    );
    expect(() => sumsOf([told('showtime-1', 'SeatsHeld', held('A1'))])).toThrow(
      'showtime-1 was not scheduled',
    );
  });
});

describe('rows beside what they must add up to', () => {
  const expected: RowSums = {
    showtimes: 2,
    takenSeats: 4,
    bookings: 2,
    confirmed: 1,
    bookedSeats: 3,
    totalMinor: 5_000,
  };

  test('equal sums have nothing to tell', () => expect(differingSums('M', expected, expected)).toEqual([]));

  test('each sum that differs is named', () => {
    expect(differingSums('emmett', { ...expected, takenSeats: 5, totalMinor: 4_999 }, expected)).toEqual([
      'emmett: takenSeats is 5, must be 4',
      'emmett: totalMinor is 4999, must be 5000',
    ]);
  });
});
