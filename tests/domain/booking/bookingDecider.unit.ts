/** Every command of a booking: allowed, refused, nothing to do. */
import { describe, it } from 'vitest';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import { refundPauseMs } from '../../../src/domain/booking/cancelSeats.ts';
import type { BookingCommand } from '../../../src/domain/booking/commands.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { specification } from '../../support/given.ts';
import { iso, minutes, showtimeId, startsAtMs, usd, uuid } from '../../support/showtimes.ts';
import {
  accepted,
  attempted,
  authorized,
  begun,
  boughtAtMs,
  cancellationId,
  cancelled,
  captured,
  captureFailed,
  confirmed,
  declined,
  expired,
  givenBack,
  holdExpiresAtMs,
  holdId,
  holdKeepAtMs,
  hours,
  initiated,
  lost,
  paid,
  purchase,
  refunded,
  released,
  revised,
  secured,
  start,
  takenUp,
  unreached,
  voided,
} from './bookings.ts';

const { given } = specification(bookingDecider);
const nowMs = boughtAtMs + 1_000;
const timed = <Command extends BookingCommand>(command: Command) => ({ ...command, nowMs });
const outdated = { reason: 'StepOutdated' } as const;

describe('StartPayment', () => {
  it('begins the booking', () => given().when(start()).gives(initiated, attempted(1)));
  it('tries another card after a declined one and after one that reached nobody', () => {
    given(...begun, declined)
      .when(start())
      .gives(revised, attempted(2));
    given(...begun, unreached)
      .when(start())
      .gives(revised, attempted(2));
  });
  it('tries again after the seats changed under the payment', () =>
    given(...begun, authorized, lost('changed'), voided)
      .when(start())
      .gives(revised, attempted(2)));
  it('is refused while a payment runs and when the hold is sold or over', () => {
    given(...begun)
      .when(start())
      .isRefused({ reason: 'BookingInProgress' });
    given(...paid)
      .when(start())
      .isRefused({ reason: 'HoldAlreadyBooked' });
    given(...paid, accepted(), cancelled)
      .when(start())
      .isRefused({ reason: 'HoldAlreadyBooked' });
    given(...begun, declined, expired('hold-expired'))
      .when(start())
      .isRefused({ reason: 'HoldOver', how: 'expired' });
    given(...begun, declined, expired('hold-released'))
      .when(start())
      .isRefused({ reason: 'HoldOver', how: 'released' });
  });
  it('is refused after twenty cards', () => {
    const tries = Array.from({ length: 20 }, (_, place): BookingEvent[] => [
      attempted(place + 1),
      { type: 'PaymentDeclined', data: { attempt: place + 1, code: 'no' } },
    ]).flat();
    given(initiated, ...tries)
      .when(start())
      .isRefused({ reason: 'TooManyAttempts', max: 20 });
  });
});

describe('authorizing', () => {
  const authorize = timed({ type: 'RecordAuthorized', attempt: 1, authorizationId: 'auth-1' });
  const decline = timed({ type: 'RecordDeclined', attempt: 1, code: 'no' });
  const unreach = timed({ type: 'RecordUnreached', attempt: 1 });
  const takeUp = timed({ type: 'TakeUpPayment', attempt: 1 });
  const kept = timed({
    type: 'RecordHoldKept',
    holdExpiresAt: iso(holdExpiresAtMs + 1),
    holdKeepAt: iso(holdKeepAtMs),
  });

  it('comes to one of three ends, once', () => {
    given(...begun)
      .when(authorize)
      .gives(authorized);
    given(...begun)
      .when(decline)
      .gives(declined);
    given(...begun)
      .when(unreach)
      .gives(unreached);
    for (const end of [authorize, decline, unreach]) {
      given(...begun, authorized)
        .when(end)
        .isRefused(outdated);
      given().when(end).isRefused({ reason: 'BookingNotFound' });
    }
  });
  it('is never closed as unreached once another driver took it up', () => {
    given(...begun)
      .when(takeUp)
      .gives(takenUp);
    given(...begun, takenUp)
      .when(takeUp)
      .givesNothing();
    given(...begun, takenUp)
      .when(unreach)
      .isRefused(outdated);
    given(...begun, takenUp)
      .when(authorize)
      .gives(authorized);
    given(...begun, declined)
      .when(takeUp)
      .isRefused(outdated);
  });
  it('remembers money that was reserved for an attempt which is over, to set it free', () => {
    given(...begun, unreached)
      .when(authorize)
      .gives(authorized);
    given(...begun, unreached, authorized)
      .when(authorize)
      .isRefused(outdated);
    const free = timed({ type: 'RecordVoided', attempt: 1, authorizationId: 'auth-1' });
    given(...begun, unreached, authorized)
      .when(free)
      .gives(voided);
    given(...begun, unreached, authorized, voided)
      .when(free)
      .isRefused(outdated);
  });
  it('notes how long the hold lives', () => {
    const { type: _type, nowMs: _nowMs, ...data } = kept;
    given(...begun)
      .when(kept)
      .gives({ type: 'HoldKept', data });
    given(...begun, { type: 'HoldKept', data })
      .when(kept)
      .givesNothing();
    given(...paid)
      .when(kept)
      .isRefused(outdated);
  });
});

describe('seats and capture', () => {
  const secure = timed({ type: 'RecordSeatsSecured', attempt: 1, holdId });
  const lose = timed({ type: 'RecordSeatsLost', attempt: 1, why: 'taken' });
  const capture = timed({ type: 'RecordCaptured', attempt: 1, captureId: 'capture-1' });
  const fail = timed({ type: 'RecordCaptureFailed', attempt: 1, code: 'no' });
  const giveBack = timed({ type: 'RecordSeatsGivenBack', attempt: 1 });
  const free = timed({ type: 'RecordVoided', attempt: 1, authorizationId: 'auth-1' });

  it('are secured or lost after the authorization', () => {
    given(...begun, authorized)
      .when(secure)
      .gives(secured);
    given(...begun, authorized)
      .when(lose)
      .gives(lost('taken'));
    given(...begun)
      .when(secure)
      .isRefused(outdated);
    given(...begun, authorized, secured)
      .when(lose)
      .isRefused(outdated);
  });
  it('are confirmed with the money in one append', () => {
    given(...begun, authorized, secured)
      .when(capture)
      .gives(captured, confirmed);
    given(...paid)
      .when(capture)
      .isRefused(outdated);
    given(...begun, authorized)
      .when(capture)
      .isRefused(outdated);
  });
  it('are given back before the authorization when the money cannot be taken', () => {
    given(...begun, authorized, secured)
      .when(fail)
      .gives(captureFailed);
    given(...begun, authorized, secured, captureFailed)
      .when(free)
      .isRefused(outdated);
    given(...begun, authorized, secured, captureFailed)
      .when(giveBack)
      .gives(givenBack);
    given(...begun, authorized, secured, captureFailed, givenBack)
      .when(free)
      .gives(voided, expired('payment-failed'));
    given(...paid)
      .when(fail)
      .isRefused(outdated);
    given(...paid)
      .when(giveBack)
      .isRefused(outdated);
  });
  it('end the booking when they are lost, unless the hold lives on with others', () => {
    const ending = (why: Parameters<typeof lost>[0]) => given(...begun, authorized, lost(why)).when(free);
    ending('taken').gives(voided, expired('seats-taken'));
    ending('released').gives(voided, expired('hold-released'));
    ending('showtime-cancelled').gives(voided, expired('showtime-cancelled'));
    ending('changed').gives(voided);
    given(...paid)
      .when(free)
      .isRefused(outdated);
  });
  it('expire only while nothing is under way', () => {
    const end = timed({ type: 'ExpireBooking', why: 'hold-expired' });
    given(...begun, declined)
      .when(end)
      .gives(expired('hold-expired'));
    given(...begun)
      .when(end)
      .isRefused(outdated);
    given(...paid)
      .when(end)
      .isRefused(outdated);
  });
});

describe('CancelSeats', () => {
  const cancel = timed({ type: 'CancelSeats', cancellationId, by: 'customer' });
  const one = { ...cancel, seatIds: ['A2'] };
  const part = accepted({ seatIds: ['A2'], value: usd(751), refund: usd(713) });

  it('takes all that is left, or some', () => {
    given(...paid)
      .when(cancel)
      .gives(accepted(), cancelled);
    given(...paid)
      .when(one)
      .gives(part);
    const other = { ...cancel, cancellationId: uuid(0xb03) };
    given(...paid, part)
      .when(other)
      .gives(
        accepted({
          ...{
            cancellationId: uuid(0xb03),
            number: 2,
            seatIds: ['A1'],
            value: usd(1_250),
            refund: usd(1_188),
          },
        }),
        cancelled,
      );
    given(...paid, part)
      .when(one)
      .givesNothing();
  });
  it('keeps the reason', () =>
    given(...paid)
      .when({ ...cancel, why: 'ill' })
      .gives(accepted({ reason: 'ill' }), cancelled));
  it('is refused when the refund is not what the customer expects', () => {
    given(...paid)
      .when({ ...cancel, expectedRefund: usd(1_900) })
      .isRefused({ reason: 'RefundChanged', refund: usd(1_901) });
    given(...paid)
      .when({ ...cancel, expectedRefund: usd(1_901) })
      .gives(accepted(), cancelled);
  });
  it('is refused for seats that are not the booking’s, or not any more', () => {
    given(...paid)
      .when({ ...cancel, seatIds: ['A1', 'Z9'] })
      .isRefused({ reason: 'UnknownSeat', unknown: ['Z9'] });
    given(...paid, part)
      .when({ ...one, cancellationId: uuid(0xb03) })
      .isRefused({ reason: 'UnknownSeat', unknown: ['A2'] });
  });
  it('is refused without a paid booking, after admission and from the start on', () => {
    const why = (reason: 'not-confirmed' | 'already-cancelled' | 'admitted' | 'started') =>
      ({ reason: 'NotCancellable', why: reason }) as const;
    given(...begun)
      .when(cancel)
      .isRefused(why('not-confirmed'));
    given(...paid, accepted(), cancelled)
      .when({ ...cancel, cancellationId: uuid(0xb03) })
      .isRefused(why('already-cancelled'));
    given(...paid, admitted)
      .when(cancel)
      .isRefused(why('admitted'));
    given(...paid)
      .when({ ...cancel, nowMs: startsAtMs })
      .isRefused(why('started'));
    given(...paid)
      .when({ ...cancel, nowMs: startsAtMs - 1 })
      .gives(accepted({ percent: 0, refund: usd(0) }), cancelled);
  });
  it('pays all of it back when the cinema cancels, whenever that is', () => {
    const cinema = { ...cancel, by: 'cinema' as const, nowMs: startsAtMs + hours(1) };
    given(...paid, admitted)
      .when(cinema)
      .gives(accepted({ percent: 100, refund: usd(2_001), by: 'cinema' }), cancelled);
    given(...begun)
      .when(cinema)
      .isRefused({ reason: 'NotCancellable', why: 'not-confirmed' });
  });
});

describe('a cancellation’s seats and refund', () => {
  const gone = [...paid, accepted(), cancelled] as const;
  const release = timed({ type: 'RecordSeatsReleased', cancellationId });
  const refund = timed({ type: 'RecordRefunded', cancellationId, refundId: 'refund-1' });
  const fail = timed({ type: 'RecordRefundFailed', cancellationId, tries: 1, code: 'no' });
  const delay = timed({ type: 'DelayRefund', cancellationId });
  const failed = (tries: number): BookingEvent => ({
    type: 'RefundFailed',
    data: { cancellationId, tries, code: 'no', retryAt: iso(nowMs + refundPauseMs(tries)) },
  });
  const delayed: BookingEvent = { type: 'RefundDelayed', data: { cancellationId } };

  it('are recorded once', () => {
    given(...gone)
      .when(release)
      .gives(released);
    given(...gone, released)
      .when(release)
      .isRefused(outdated);
    given(...gone)
      .when(refund)
      .gives(refunded);
    given(...gone, refunded)
      .when(refund)
      .isRefused(outdated);
    given(...gone, refunded)
      .when(fail)
      .isRefused(outdated);
  });
  it('fail with a growing pause, each failure once', () => {
    given(...gone)
      .when(fail)
      .gives(failed(1));
    given(...gone, failed(1))
      .when(fail)
      .isRefused(outdated);
    given(...gone, failed(1))
      .when({ ...fail, tries: 2 })
      .gives(failed(2));
  });
  it('remember that the customer was told to wait, unless there is nothing to wait for', () => {
    given(...gone)
      .when(delay)
      .gives(delayed);
    given(...gone, delayed)
      .when(delay)
      .givesNothing();
    given(...gone, refunded)
      .when(delay)
      .givesNothing();
  });
});

const admitted: BookingEvent = {
  type: 'TicketAdmitted',
  data: { admittedAt: iso(nowMs), seatIds: ['A1', 'A2'], by: 'gate', where: 'hall 1' },
};

describe('AdmitTicket', () => {
  const admit = timed({ type: 'AdmitTicket', showtimeId, by: 'gate', where: 'hall 1' });

  it('lets in once', () => {
    given(...paid)
      .when(admit)
      .gives(admitted);
    given(...paid, admitted)
      .when({ ...admit, nowMs: nowMs + minutes(1) })
      .isRefused({ reason: 'AlreadyAdmitted', admittedAt: iso(nowMs), by: 'gate', where: 'hall 1' });
  });
  it('lets in for the seats that are left, wherever nobody says', () =>
    given(...paid, accepted({ seatIds: ['A1'] }))
      .when(timed({ type: 'AdmitTicket' }))
      .gives({ type: 'TicketAdmitted', data: { admittedAt: iso(nowMs), seatIds: ['A2'] } }));
  it('is refused elsewhere and without a paid booking', () => {
    given(...paid)
      .when({ ...admit, showtimeId: uuid(9) })
      .isRefused({ reason: 'WrongShowtime', showtimeId });
    given(...begun)
      .when(admit)
      .isRefused({ reason: 'NotConfirmed', bookingStatus: 'payment_pending' });
    given(...paid, accepted(), cancelled)
      .when(admit)
      .isRefused({ reason: 'NotConfirmed', bookingStatus: 'cancelled' });
  });
});

describe('what was bought', () => {
  it('is priced without a discount here', () => given(initiated).when(start()).gives(revised, attempted(1)));
  it('keeps a discount', () => {
    const discount = usd(1);
    const total = usd(2_000);
    given()
      .when({ ...start(), discount, total })
      .gives({ type: 'BookingInitiated', data: { ...dataOf(initiated), discount, total } }, attempted(1));
    given(...begun, declined)
      .when({ ...start(), discount, total })
      .gives({ type: 'BookingRevised', data: { ...purchase, discount, total } }, attempted(2));
  });
});

const dataOf = (event: BookingEvent): Extract<BookingEvent, { type: 'BookingInitiated' }>['data'] => {
  if (event.type !== 'BookingInitiated') throw new Error(event.type);
  return event.data;
};
