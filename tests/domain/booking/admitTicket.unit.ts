import { describe, it } from 'vitest';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { specification } from '../../support/given.ts';
import { iso, minutes, showtimeId, startsAtMs, uuid } from '../../support/showtimes.ts';
import { accepted, begun, cancelled, paid } from './bookings.ts';

const { given } = specification(bookingDecider);
const doorsMs = startsAtMs - minutes(20);
const checkinId = uuid(0xe1);
const where = { box: 'sealed' };
const endsAtMs = startsAtMs + minutes(120);
const admitted: BookingEvent = {
  type: 'TicketAdmitted',
  data: { checkinId, admittedAt: iso(doorsMs), seatIds: ['A1', 'A2'], where },
};

describe('AdmitTicket', () => {
  const admit = {
    type: 'AdmitTicket',
    checkinId,
    showtimeId,
    theaterIds: [uuid(0xb)],
    opensBeforeMs: minutes(60),
    where,
    nowMs: doorsMs,
  } as const;
  const later = { ...admit, checkinId: uuid(0xe2) } as const;
  const { where: _where, showtimeId: _any, theaterIds: _all, ...bare } = admit;
  const justA1: BookingEvent = {
    type: 'TicketAdmitted',
    data: { checkinId, admittedAt: iso(doorsMs), seatIds: ['A1'] },
  };

  it('lets in once', () => {
    given(...paid)
      .when(admit)
      .gives(admitted);
    given(...paid, admitted)
      .when(admit)
      .givesNothing();
    given(...paid, admitted)
      .when({ ...later, nowMs: doorsMs + minutes(1) })
      .isRefused({ reason: 'AlreadyAdmitted', admittedAt: iso(doorsMs), seatIds: ['A1', 'A2'], where });
  });
  it('lets in the seats that are left', () =>
    given(...paid, accepted({ seatIds: ['A1'] }))
      .when(bare)
      .gives({ type: 'TicketAdmitted', data: { checkinId, admittedAt: iso(doorsMs), seatIds: ['A2'] } }));
  it('lets some seats in now and the others later', () => {
    given(...paid)
      .when({ ...bare, seatIds: ['A1'] })
      .gives(justA1);
    given(...paid, justA1)
      .when({ ...bare, checkinId: uuid(0xe2) })
      .gives({
        type: 'TicketAdmitted',
        data: { checkinId: uuid(0xe2), admittedAt: iso(doorsMs), seatIds: ['A2'] },
      });
    given(...paid, justA1)
      .when({ ...later, seatIds: ['A1', 'A2'] })
      .isRefused({ reason: 'AlreadyAdmitted', admittedAt: iso(doorsMs), seatIds: ['A1'] });
    given(...paid)
      .when({ ...admit, seatIds: ['A1', 'Z9'] })
      .isRefused({ reason: 'UnknownSeat', unknown: ['Z9'] });
  });
  it('opens so long before the start, and closes with the show', () => {
    const opensAtMs = startsAtMs - minutes(60);
    given(...paid)
      .when({ ...admit, nowMs: opensAtMs - 1 })
      .isRefused({ reason: 'TooEarly', opensAt: iso(opensAtMs) });
    for (const at of [opensAtMs, endsAtMs - 1]) {
      given(...paid)
        .when({ ...bare, nowMs: at })
        .gives({ type: 'TicketAdmitted', data: { checkinId, admittedAt: iso(at), seatIds: ['A1', 'A2'] } });
    }
    given(...paid)
      .when({ ...admit, nowMs: endsAtMs })
      .isRefused({ reason: 'TicketExpired' });
    given(...paid)
      .when({ ...admit, expired: true })
      .isRefused({ reason: 'TicketExpired' });
  });
  it('judges an offline scan by its own time, for a day', () => {
    const hourMs = minutes(60);
    const scanned = { ...bare, scannedAtMs: doorsMs };
    const offline: BookingEvent = {
      type: 'TicketAdmitted',
      data: { checkinId, admittedAt: iso(doorsMs), seatIds: ['A1', 'A2'], offline: true },
    };
    given(...paid)
      .when({ ...scanned, nowMs: doorsMs + 24 * hourMs })
      .gives(offline);
    given(...paid)
      .when({ ...scanned, nowMs: doorsMs + 24 * hourMs + 1 })
      .isRefused({ reason: 'ScanNotUsable', why: 'too-old' });
    given(...paid)
      .when({ ...scanned, nowMs: doorsMs - minutes(5) - 1 })
      .isRefused({ reason: 'ScanNotUsable', why: 'in-the-future' });
    given(...paid, offline)
      .when({ ...scanned, checkinId: uuid(0xe2), scannedAtMs: doorsMs + 1, nowMs: doorsMs + hourMs })
      .isRefused({ reason: 'AlreadyAdmitted', admittedAt: iso(doorsMs), seatIds: ['A1', 'A2'] });
  });
  it('is refused elsewhere and without a paid booking', () => {
    given(...paid)
      .when({ ...admit, showtimeId: uuid(9) })
      .isRefused({ reason: 'WrongShowtime', showtimeId });
    given(...paid)
      .when({ ...admit, theaterIds: [uuid(9)] })
      .isRefused({ reason: 'OtherTheater' });
    given(...begun)
      .when(admit)
      .isRefused({ reason: 'NotConfirmed', bookingStatus: 'payment_pending' });
    given(...paid, accepted(), cancelled)
      .when(admit)
      .isRefused({ reason: 'NotConfirmed', bookingStatus: 'cancelled' });
  });
});

describe('UndoAdmission', () => {
  const reason = { box: 'why' };
  const undo = { type: 'UndoAdmission', checkinId, theaterIds: [uuid(0xb)], reason, nowMs: doorsMs } as const;
  const undone: BookingEvent = {
    type: 'AdmissionUndone',
    data: { checkinId, seatIds: ['A1', 'A2'], reason },
  };

  it('takes an admission back, once', () => {
    given(...paid, admitted)
      .when(undo)
      .gives(undone);
    given(...paid, admitted, undone)
      .when(undo)
      .givesNothing();
  });
  it('lets the seats in again, and the customer cancel', () => {
    given(...paid, admitted, undone)
      .when({
        type: 'AdmitTicket',
        checkinId: uuid(0xe2),
        opensBeforeMs: minutes(60),
        nowMs: doorsMs + minutes(1),
      })
      .gives({
        type: 'TicketAdmitted',
        data: { checkinId: uuid(0xe2), admittedAt: iso(doorsMs + minutes(1)), seatIds: ['A1', 'A2'] },
      });
  });
  it('is refused to other theaters and for what it does not know', () => {
    given(...paid, admitted)
      .when({ ...undo, theaterIds: [uuid(9)] })
      .isRefused({ reason: 'OtherTheater' });
    given(...paid)
      .when(undo)
      .isRefused({ reason: 'CheckinNotFound' });
  });
});
