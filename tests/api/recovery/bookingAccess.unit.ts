/** Access tokens of bookings: those given out with the booking, and renewed ones that carry their end. */
import { expect, it } from 'vitest';
import {
  accessAfterShowMs,
  issueBookingAccess,
  provesBooking,
  renewBookingAccess,
  renewedAccessEndMs,
} from '../../../src/api/booking/bookingAccess.ts';
import { iso, startsAtMs, uuid } from '../../support/showtimes.ts';

const key = new Uint8Array(32).fill(1);
const otherKey = new Uint8Array(32).fill(2);
const booking = { bookingId: uuid(1), endsAt: iso(startsAtMs) };
const endMs = startsAtMs + accessAfterShowMs;

it('keeps the tokens of before, which every data folder has given out', () => {
  expect(issueBookingAccess(key, booking.bookingId)).toBe('5KWLvLn0chphCANTYckiWxXLKU1k5oyOyAbC2OuAX-s');
});

it('opens until 90 days after the show, or for as long after a renewal', () => {
  const first = issueBookingAccess(key, booking.bookingId);
  expect(provesBooking([otherKey, key], booking, first, endMs - 1)).toBe(true);
  expect(provesBooking([key], booking, first, endMs)).toBe(false);
  expect(renewedAccessEndMs(booking.endsAt, startsAtMs - 5)).toBe(endMs);
  expect(renewedAccessEndMs(booking.endsAt, startsAtMs + 5)).toBe(endMs + 5);
  const renewed = renewBookingAccess(key, booking.bookingId, endMs + 7_000);
  expect(provesBooking([otherKey, key], booking, renewed, endMs + 6_999)).toBe(true);
  expect(provesBooking([key], booking, renewed, endMs + 7_000)).toBe(false);
});

it('opens no other booking, under no other key and with no other end', () => {
  const renewed = renewBookingAccess(key, booking.bookingId, endMs);
  const later = renewBookingAccess(key, booking.bookingId, endMs + 1_000);
  expect(provesBooking([key], { ...booking, bookingId: uuid(2) }, renewed, 0)).toBe(false);
  expect(provesBooking([otherKey], booking, renewed, 0)).toBe(false);
  expect(provesBooking([key], booking, later.slice(0, 7) + renewed.slice(7), 0)).toBe(false);
  expect(provesBooking([key], booking, '', 0)).toBe(false);
});
