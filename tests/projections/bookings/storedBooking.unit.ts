import { describe, expect, test } from 'vitest';
import { type Booking, type BookingState, withoutBoxes } from '../../../src/domain/booking/BookingState.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { evolveBooking } from '../../../src/domain/booking/evolveBooking.ts';
import { type HistoryEntry, withEvent } from '../../../src/projections/bookings/bookingHistory.ts';
import { bookingOfRow, rowOfBooking } from '../../../src/projections/bookings/storedBooking.ts';
import { attempted, cancelled, initiated, paid, refundIssued } from '../../support/bookings.ts';
import { iso, uuid } from '../../support/showtimes.ts';

const sealed = { customerId: 'guest', box: 'secret' };
const bookingId = uuid(0x51);

const folded = (...events: readonly BookingEvent[]) => {
  const booking = events.reduce<BookingState>(evolveBooking, { status: 'none' });
  if (booking.status === 'none') throw new Error('no booking');
  const history = events.reduce<readonly HistoryEntry[]>(
    (before, { type }, place) => withEvent(before, type, iso(1_000 * place)),
    [],
  );
  return { position: '0'.repeat(20), booking, history };
};

/** As a row comes back from the database. */
const roundTrip = (stored: ReturnType<typeof folded>) => {
  const row = rowOfBooking(stored);
  const times = { starts_at: new Date(row.starts_at), ends_at: new Date(row.ends_at) };
  const position = String(BigInt(row.position));
  return bookingOfRow({ ...JSON.parse(JSON.stringify(row)), ...times, position });
};

const lives: Readonly<Record<string, readonly BookingEvent[]>> = {
  begun: [initiated(bookingId, sealed), attempted(sealed)],
  paid: [initiated(bookingId, sealed, { emailHash: 'hash' }), attempted(sealed), ...paid()],
  cancelled: [initiated(bookingId, sealed), attempted(sealed), ...paid(), cancelled(), refundIssued()],
  'paid by another': [initiated(bookingId, sealed), attempted({ customerId: 'other', box: 'secret' })],
  'with a customer of another id': [
    initiated(bookingId, { customerId: 'older', box: 'secret' }, { customerId: 'guest' }),
  ],
};

describe('a booking as the model keeps it', () => {
  test.each(Object.entries(lives))('%s: comes back whole, without what is sealed', (_name, events) => {
    const stored = folded(...events);
    expect(roundTrip(stored)).toEqual({ ...stored, booking: withoutBoxes(stored.booking) });
  });

  test('repeats nothing that columns say, and keeps nothing that is sealed', () => {
    const { booking, ...columns } = rowOfBooking(folded(...(lives.paid ?? [])));
    const text = JSON.stringify(booking);
    for (const said of Object.values(columns).filter(
      (value) => typeof value === 'string' && value !== 'confirmed',
    )) {
      expect(text).not.toContain(said);
    }
    expect(text).not.toContain('secret');
    expect(Object.keys(booking).toSorted()).toEqual([
      'attempts',
      'hold',
      'payment',
      'refunds',
      'seats',
      'total',
    ] satisfies (keyof Booking)[]);
  });
});
