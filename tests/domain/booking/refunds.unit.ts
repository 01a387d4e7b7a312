/** What seats are worth when they are given up, and the reference that people read out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asCancelled,
  asConfirmed,
  type Booking,
  keptSeats,
} from '../../../src/domain/booking/BookingState.ts';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { bookingReference, readReference } from '../../../src/domain/booking/reference.ts';
import { paidFor, refundOf, refundQuote, seatValues } from '../../../src/domain/booking/refunds.ts';
import { iso, startsAtMs, usd } from '../../support/showtimes.ts';
import { accepted, boughtAtMs, cancelled, hours, paid, seat } from './bookings.ts';

const folded = (...events: readonly BookingEvent[]): Booking => {
  const state = events.reduce(
    (before, event) => bookingDecider.evolve(before, event),
    bookingDecider.initialState,
  );
  if (state.status === 'none') throw new Error('no booking');
  return state;
};
const booking = folded(...paid);

describe('a refund quote', () => {
  it.each([
    [30, 95, 24],
    [24, 95, 24],
    [23.999, 50, 4],
    [4, 50, 4],
    [1, 25, 1],
    [0.5, 0, 0],
  ])('%s hours before is %s percent, good until %s hours before', (before, percent, deadline) => {
    expect(refundQuote(booking, ['A1'], startsAtMs - hours(before))).toEqual({
      percent,
      refund: usd(Math.round((1_250 * percent) / 100)),
      deadline: iso(startsAtMs - hours(deadline)),
    });
  });

  it('is rounded half up, and seat by seat comes to the same as all at once', () => {
    const two = { ...booking, seats: [seat('A1', 1_250), seat('A2', 1_250)] };
    expect(refundQuote(two, ['A1', 'A2'], boughtAtMs).refund).toEqual(usd(2_375));
    expect(refundQuote(two, ['A1'], boughtAtMs).refund).toEqual(usd(1_188));
    const gone = accepted({ seatIds: ['A1'], value: usd(1_250), percent: 95, refund: usd(1_188) });
    const left = bookingDecider.evolve(two, gone) as Booking;
    expect(refundQuote(left, ['A2'], boughtAtMs).refund).toEqual(usd(1_187));
  });

  it('sums to what is owed by the terms, however and whenever the seats are given up', () => {
    const given = fc.record({
      price: fc.integer({ min: 0, max: 100_000 }),
      hoursBefore: fc.constantFrom(30, 12, 2, 0.5),
      withNext: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(given, { minLength: 1, maxLength: 10 }), (all) => {
        const seats = all.map(({ price }, place) => seat(`A${place + 1}`, price));
        let left: Booking = { ...booking, seats };
        let owedHundredths = 0;
        let next: string[] = [];
        for (const [place, { hoursBefore, withNext }] of all.entries()) {
          next.push(`A${place + 1}`);
          if (withNext && place < all.length - 1) continue;
          const value = paidFor(left, next);
          const { refund, percent } = refundQuote(left, next, startsAtMs - hours(hoursBefore));
          owedHundredths += value.amount * percent;
          const number = left.cancellations.length + 1;
          const event = accepted({ number, seatIds: next, value, percent, refund });
          expect(Math.abs(refund.amount * 100 - value.amount * percent)).toBeLessThan(100);
          expect(refund.amount).toBeGreaterThanOrEqual(0);
          expect(refund.amount).toBeLessThanOrEqual(value.amount);
          left = bookingDecider.evolve(left, event) as Booking;
          next = [];
        }
        const paidBack = left.cancellations.reduce((sum, { refund }) => sum + refund.amount, 0);
        expect(paidBack).toBe(Math.floor((owedHundredths + 50) / 100));
      }),
    );
  });

  it('is an amount that can be moved, and never more than is left', () => {
    const kwd = (amount: number) => ({ amount, currency: 'KWD' });
    const sold = (price: number): Booking => ({
      ...booking,
      seats: [{ ...seat('A1', 0), price: kwd(price) }],
      total: kwd(price),
    });
    expect(refundQuote(sold(2_500), ['A1'], boughtAtMs).refund).toEqual(kwd(2_380));
    // Sold before prices were rounded: half up would be 2.380, more than was paid.
    expect(refundOf(sold(2_375), kwd(2_375), 100)).toEqual(kwd(2_370));
    const two = { ...sold(2_500), seats: ['A1', 'A2'].map((id) => ({ ...seat(id, 0), price: kwd(2_500) })) };
    const gone = accepted({ seatIds: ['A1'], value: kwd(2_500), percent: 95, refund: kwd(2_380) });
    const left = bookingDecider.evolve(two, gone) as Booking;
    expect(refundQuote(left, ['A2'], boughtAtMs).refund).toEqual(kwd(2_370));
  });

  it('gives each seat a share of the discount that can be moved', () => {
    const kwd = (amount: number) => ({ amount, currency: 'KWD' });
    const seats = ['A1', 'A2', 'A3'].map((id) => ({ ...seat(id, 0), price: kwd(1_000) }));
    expect([...seatValues({ seats, discount: kwd(500) }).values()]).toEqual([830, 830, 840]);
  });

  it('never says more than was paid: the seats’ values sum to the total, whatever the discount', () => {
    const prices = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(prices, fc.double({ min: 0, max: 1, noNaN: true }), (amounts, part) => {
        const sum = amounts.reduce((left, right) => left + right, 0);
        const discount = usd(Math.floor(sum * part));
        const seats = amounts.map((amount, place) => seat(`A${place + 1}`, amount));
        const values = [...seatValues({ seats, discount }).values()];
        expect(values.reduce((left, right) => left + right, 0)).toBe(sum - discount.amount);
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('an answer given before', () => {
  const first = accepted({ seatIds: ['A1'], number: 1 });
  const second = accepted({ seatIds: ['A2'], number: 2, cancellationId: booking.bookingId });

  it('is the booking as it was confirmed', () => {
    const admitted: BookingEvent = {
      type: 'TicketAdmitted',
      data: { admittedAt: iso(startsAtMs), seatIds: ['A1'] },
    };
    expect(asConfirmed(folded(...paid, first, second, cancelled))).toEqual(booking);
    expect(asConfirmed(folded(...paid, admitted))).toEqual(booking);
  });
  it('is the booking as each cancellation left it', () => {
    const last = folded(...paid, first, second, cancelled);
    expect(asCancelled(last, 1)).toEqual(folded(...paid, first));
    expect(asCancelled(last, 2)).toEqual(last);
    expect(keptSeats(asCancelled(last, 1)).map(({ id }) => id)).toEqual(['A2']);
  });
});

describe('a reference', () => {
  it('is the same for the same booking and another for another', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        expect(bookingReference(one)).toBe(bookingReference(one));
        expect(bookingReference(one)).toMatch(/^([2-9A-HJKMNP-Z]{3}-){2}[2-9A-HJKMNP-Z]{3}$/);
        if (one.slice(-12) !== other.slice(-12))
          expect(bookingReference(one)).not.toBe(bookingReference(other));
      }),
    );
  });
  it('is understood as people write it, and a wrong or exchanged character is found', () => {
    const characters = [...'23456789ABCDEFGHJKMNPQRSTUVWXYZ'];
    fc.assert(
      fc.property(fc.uuid(), fc.nat(8), fc.constantFrom(...characters), (id, place, wrong) => {
        const reference = bookingReference(id);
        const plain = reference.replaceAll('-', '');
        expect(readReference(` ${plain.toLowerCase()} `)).toBe(reference);
        const altered = plain.slice(0, place) + wrong + plain.slice(place + 1);
        if (altered !== plain) expect(readReference(altered)).toBeUndefined();
        const [left = '', right = ''] = [plain[place], plain[place + 1]];
        const exchanged = plain.slice(0, place) + right + left + plain.slice(place + 2);
        if (right !== '' && left !== right) expect(readReference(exchanged)).toBeUndefined();
      }),
    );
    for (const text of ['', 'ABC', '0O1-IL0-O1I', 'a'.repeat(400)])
      expect(readReference(text)).toBeUndefined();
  });
});
