/** Which step is next, in every state of a booking, and under which key the gateway is asked. */
import { describe, expect, it } from 'vitest';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { type BookingStep, nextStep } from '../../../src/domain/booking/nextStep.ts';
import { iso, minutes, usd } from '../../support/showtimes.ts';
import {
  accepted,
  attempted,
  authorized,
  begun,
  bookingId,
  boughtAtMs,
  cancellationId,
  captureFailed,
  declined,
  expired,
  givenBack,
  holdExpiresAtMs,
  holdKeepAtMs,
  lost,
  paid,
  purchase,
  refunded,
  released,
  revised,
  secured,
  unreached,
  voided,
} from './bookings.ts';

const key = (attempt: number, step: string): string => `${bookingId}/${attempt}/${step}`;
const amount = purchase.total;
const authorize = (attempt: number): BookingStep => ({
  ...{ step: 'authorize', key: key(attempt, 'authorize'), attempt, amount },
});
const free: BookingStep = {
  ...{ step: 'void', key: key(1, 'void'), payBackKey: key(1, 'pay-back') },
  ...{ attempt: 1, authorizationId: 'auth-1' },
};
const refund = (tries: number): BookingStep => ({
  ...{ step: 'refund', key: key(1, 'refund'), cancellationId, captureId: 'capture-1' },
  ...{ amount: usd(1_901), tries },
});
const retryAtMs = boughtAtMs + minutes(3);
const failed: BookingEvent = {
  type: 'RefundFailed',
  data: { cancellationId, tries: 1, code: 'no', retryAt: iso(retryAtMs) },
};
const waitForHold: BookingStep = { step: 'wait', untilMs: holdExpiresAtMs };
const done: BookingStep = { step: 'done' };

const table: readonly [string, readonly BookingEvent[], BookingStep, number?][] = [
  ['an attempt', begun, authorize(1)],
  ['an attempt whose hold nears its end', begun, { step: 'keep-hold' }, holdKeepAtMs],
  ['just before', begun, authorize(1), holdKeepAtMs - 1],
  ['an attempt whose hold is over', begun, authorize(1), holdExpiresAtMs],
  [
    'an attempt whose hold was kept as long as can be',
    [...begun, { type: 'HoldKept', data: { holdExpiresAt: iso(holdExpiresAtMs) } }],
    authorize(1),
    holdKeepAtMs,
  ],
  ['a declined card', [...begun, declined], waitForHold],
  ['a declined card and a hold that is over', [...begun, declined], { step: 'end-hold' }, holdExpiresAtMs],
  ['an attempt that reached nobody', [...begun, unreached], waitForHold],
  ['another card', [...begun, declined, revised, attempted(2)], authorize(2)],
  ['an authorization', [...begun, authorized], { step: 'book-seats', attempt: 1 }],
  [
    'booked seats',
    [...begun, authorized, secured],
    { step: 'capture', key: key(1, 'capture'), attempt: 1, authorizationId: 'auth-1', amount },
  ],
  ['lost seats', [...begun, authorized, lost('taken')], free],
  [
    'a failed capture',
    [...begun, authorized, secured, captureFailed],
    { step: 'give-back', attempt: 1, seatIds: ['A1', 'A2'] },
  ],
  ['seats given back', [...begun, authorized, secured, captureFailed, givenBack], free],
  [
    'an expired booking',
    [...begun, authorized, secured, captureFailed, givenBack, voided, expired('payment-failed')],
    done,
  ],
  ['a hold with other seats', [...begun, authorized, lost('changed'), voided], waitForHold],
  ['a stray authorization before all else', [...begun, unreached, revised, attempted(2), authorized], free],
  ['a paid booking', paid, done],
  ['a cancellation', [...paid, accepted()], { step: 'release-seats', cancellationId, seatIds: ['A1', 'A2'] }],
  ['released seats', [...paid, accepted(), released], refund(0)],
  ['released seats and nothing to refund', [...paid, accepted({ refund: usd(0) }), released], done],
  ['a failed refund', [...paid, accepted(), released, failed], { step: 'wait', untilMs: retryAtMs }],
  ['a failed refund, later', [...paid, accepted(), released, failed], refund(1), retryAtMs],
  ['a refund', [...paid, accepted(), released, failed, refunded], done],
];

describe('the next step after', () => {
  it.each(table)('%s', (_after, events, step, nowMs = boughtAtMs) => {
    const state = events.reduce(
      (before, event) => bookingDecider.evolve(before, event),
      bookingDecider.initialState,
    );
    if (state.status === 'none') throw new Error('no booking');
    expect(nextStep(state, nowMs)).toEqual(step);
  });
});
