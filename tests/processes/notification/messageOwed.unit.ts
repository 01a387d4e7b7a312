/** Events in, commands out: which events of a booking call for a message, to whom and about what. */
import { describe, expect, it } from 'vitest';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { messageOwed } from '../../../src/processes/notification/requestMessages.ts';
import { cancellationId, cancelled, initiated, refundIssued } from '../../support/bookings.ts';
import { uuid } from '../../support/showtimes.ts';

const bookingId = uuid(0x21);
const booking = bookingDecider.evolve(
  bookingDecider.initialState,
  initiated(bookingId, { customerId: 'customer', box: 'sealed' }),
);
type Owing = Extract<
  BookingEvent,
  { type: 'BookingConfirmed' | 'BookingExpired' | 'CancellationAccepted' | 'RefundIssued' }
>;
const place = {
  ...{ id: uuid(0x99), stream: `booking-${bookingId}`, revision: 7 },
  ...{ position: '1'.padStart(20, '0'), at: '2026-11-30T12:00:00.000Z' },
};
const owed = (event: BookingEvent, state = booking) => messageOwed({ ...(event as Owing), ...place }, state);
const request = (kind: string, about: object = {}) => ({
  type: 'RequestNotification',
  message: {
    messageId: `${bookingId}.7`,
    kind,
    owedAt: place.at,
    recipient: { customerId: 'customer' },
    source: { eventId: place.id, stream: place.stream, revision: 7 },
    about: { bookingId, ...about },
  },
});

describe('a message', () => {
  it.each([
    ['booking-confirmed', { type: 'BookingConfirmed', data: {} }, {}],
    ['booking-failed', { type: 'BookingExpired', data: { why: 'seats-taken' } }, {}],
    ['booking-cancelled', cancelled(), { cancellationId }],
    ['refund-issued', refundIssued(), { cancellationId }],
  ] as const)('%s is requested', (kind, event, about) => {
    expect(owed(event)).toEqual(request(kind, about));
  });

  it('booking-access-code is requested from the stream of the code', () => {
    const recoveryId = uuid(0x41);
    const stream = `recovery-${recoveryId}`;
    const times = { issuedAt: place.at, expiresAt: '2026-11-30T12:10:00.000Z' };
    const hashes = { referenceHash: 'reference', codeHash: 'code' };
    const data = { codeId: uuid(0x42), bookingId, customerId: 'customer', ...hashes, ...times };
    expect(messageOwed({ type: 'RecoveryCodeIssued', data, ...place, stream }, booking)).toEqual({
      type: 'RequestNotification',
      message: {
        ...request('booking-access-code').message,
        messageId: `${recoveryId}.7`,
        source: { eventId: place.id, stream, revision: 7 },
      },
    });
  });

  it('is not requested for a hold that ran out or was given back, or for no booking', () => {
    expect(owed({ type: 'BookingExpired', data: { why: 'hold-expired' } })).toBeUndefined();
    expect(owed({ type: 'BookingExpired', data: { why: 'hold-released' } })).toBeUndefined();
    expect(owed({ type: 'BookingConfirmed', data: {} }, { status: 'none' })).toBeUndefined();
  });
});
