import { describe, it } from 'vitest';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingCommand } from '../../../src/domain/booking/commands.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { retryPauseMs } from '../../../src/domain/booking/stuckPayments.ts';
import { specification } from '../../support/given.ts';
import { iso, startsAtMs, usd, uuid } from '../../support/showtimes.ts';
import {
  accepted,
  begun,
  boughtAtMs,
  cancellationId,
  cancelled,
  hours,
  paid,
  refunded,
  released,
} from './bookings.ts';

const { given } = specification(bookingDecider);
const nowMs = boughtAtMs + 1_000;
const timed = <Command extends BookingCommand>(command: Command) => ({ ...command, nowMs });
const outdated = { reason: 'StepOutdated' } as const;

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
  it('keeps the customer’s reason sealed', () => {
    const customerReason = { customerId: 'customer', box: 'sealed' };
    given(...paid)
      .when({ ...cancel, customerReason })
      .gives(accepted({ customerReason }), cancelled);
  });
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
  it('pays all of it back when staff say so, and keeps the customer’s words', () => {
    const customerReason = { customerId: 'ada', box: 'words' };
    given(...paid)
      .when({ ...cancel, terms: 'full', customerReason })
      .gives(accepted({ percent: 100, refund: usd(2_001), terms: 'full', customerReason }), cancelled);
  });
  it('exempts staff from the rules for customers, and records from which', () => {
    const full = { percent: 100, refund: usd(2_001), terms: 'full' } as const;
    given(...paid, admitted)
      .when({ ...cancel, terms: 'full' })
      .gives(accepted({ ...full, exemptions: ['admitted'] }), cancelled);
    given(...paid, admitted)
      .when({ ...cancel, terms: 'full', nowMs: startsAtMs + hours(1) })
      .gives(accepted({ ...full, exemptions: ['admitted', 'started'] }), cancelled);
    given(...begun)
      .when({ ...cancel, terms: 'full' })
      .isRefused({ reason: 'NotCancellable', why: 'not-confirmed' });
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
    data: { cancellationId, tries, code: 'no', retryAt: iso(nowMs + retryPauseMs(tries)) },
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
  data: { checkinId: uuid(0xe1), admittedAt: iso(nowMs), seatIds: ['A1', 'A2'] },
};
