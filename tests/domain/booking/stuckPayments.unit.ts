/** What the gateway keeps turning down: tried ever more seldom, told of when it is stuck, and set going by staff. */
import { describe, expect, it } from 'vitest';
import type { Booking } from '../../../src/domain/booking/BookingState.ts';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { nextStep } from '../../../src/domain/booking/nextStep.ts';
import { refusalLimits, retryPauseMs, stuckSteps } from '../../../src/domain/booking/stuckPayments.ts';
import { specification } from '../../support/given.ts';
import { iso, usd } from '../../support/showtimes.ts';
import {
  accepted,
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
  lost,
  paid,
  refunded,
  released,
  revised,
  secured,
  unreached,
  voided,
} from './bookings.ts';

const { given } = specification(bookingDecider);
const nowMs = boughtAtMs + 1_000;
const { captureTriesMax, stuckAfterTries, voidTriesMax } = refusalLimits;
const authorizationId = 'auth-1';
const outdated = { reason: 'StepOutdated' } as const;

const refuse = (step: 'capture' | 'void', tries: number) =>
  ({ type: 'RecordStepRefused', step, attempt: 1, authorizationId, tries, code: 'no', nowMs }) as const;
const refusedOf = (step: 'capture' | 'void', tries: number): BookingEvent => ({
  type: 'PaymentStepRefused',
  data: {
    ...{ step, attempt: 1, authorizationId, tries, code: 'no' },
    ...(tries >= voidTriesMax ? {} : { retryAt: iso(nowMs + retryPauseMs(tries)) }),
  },
});
const refusals = (step: 'capture' | 'void', from: number, to: number): readonly BookingEvent[] =>
  Array.from({ length: to - from + 1 }, (_, index) => refusedOf(step, from + index));
const stuck = (step: 'void' | 'refund', of: string, tries = stuckAfterTries): BookingEvent => ({
  type: 'PaymentStuck',
  data: { step, of, tries, code: 'no', stuckAt: iso(nowMs) },
});
const retry = { type: 'RetryStuckPayment', nowMs } as const;
const retried: BookingEvent = { type: 'StuckPaymentRetried', data: { retriedAt: iso(nowMs) } };

const fold = (...events: readonly BookingEvent[]): Booking => {
  const { state } = given(...events);
  if (state.status === 'none') throw new Error('no booking');
  return state;
};
const free = {
  ...{ step: 'void', attempt: 1, authorizationId },
  ...{ key: expect.stringMatching(/void$/), payBackKey: expect.stringMatching(/pay-back$/) },
};

const toCapture = [...begun, authorized, secured] as const;
const toVoid = [...begun, authorized, secured, captureFailed, givenBack] as const;
const almostStuck = [...toVoid, ...refusals('void', 1, stuckAfterTries - 1)] as const;
const isStuck = [
  ...almostStuck,
  refusedOf('void', stuckAfterTries),
  stuck('void', authorizationId),
  expired('payment-failed'),
] as const;

describe('a capture that is turned down', () => {
  it('is tried again after a growing pause, each refusal once', () => {
    given(...toCapture)
      .when(refuse('capture', 1))
      .gives(refusedOf('capture', 1));
    const once = [...toCapture, refusedOf('capture', 1)];
    given(...once)
      .when(refuse('capture', 1))
      .isRefused(outdated);
    const untilMs = nowMs + retryPauseMs(1);
    expect(nextStep(fold(...once), untilMs - 1)).toEqual({ step: 'wait', untilMs });
    expect(nextStep(fold(...once), untilMs)).toEqual({
      ...{ step: 'capture', attempt: 1, authorizationId, amount: usd(2_001) },
      key: expect.stringMatching(/capture$/),
    });
    expect(fold(...once, captured, confirmed).refusals).toEqual([]);
  });
  it('has failed in the end, and everything is given back', () => {
    const last = captureTriesMax - 1;
    given(...toCapture, ...refusals('capture', 1, last))
      .when(refuse('capture', captureTriesMax))
      .gives(captureFailed);
    const failed = fold(...toCapture, ...refusals('capture', 1, last), captureFailed);
    expect([failed.refusals, failed.payment.phase]).toEqual([[], 'returning']);
  });
  it('is told of only while it is waited for', () => {
    given(...paid)
      .when(refuse('capture', 1))
      .isRefused(outdated);
    given(...toVoid)
      .when(refuse('capture', 1))
      .isRefused(outdated);
  });
});

describe('a void that is turned down', () => {
  it('is stuck in the end, and whoever bought is told how it ended', () => {
    given(...almostStuck)
      .when(refuse('void', stuckAfterTries))
      .gives(refusedOf('void', stuckAfterTries), stuck('void', authorizationId), expired('payment-failed'));
    const state = fold(...isStuck);
    expect([state.status, state.payment, state.strays]).toEqual([
      'expired',
      { phase: 'none' },
      [{ attempt: 1, authorizationId }],
    ]);
    expect(stuckSteps(state)).toEqual([
      { step: 'void', stuckAt: iso(nowMs), tries: stuckAfterTries, code: 'no' },
    ]);
  });
  it('lets another card be tried when only the seats had changed', () => {
    const changed = [...begun, authorized, lost('changed'), ...refusals('void', 1, stuckAfterTries - 1)];
    given(...changed)
      .when(refuse('void', stuckAfterTries))
      .gives(refusedOf('void', stuckAfterTries), stuck('void', authorizationId));
    const state = fold(...changed, refusedOf('void', stuckAfterTries), stuck('void', authorizationId));
    expect([state.status, state.payment.phase]).toEqual(['initiated', 'none']);
  });
  it('goes on ever more seldom, says no more that it is stuck, and gives up by itself', () => {
    const untilMs = nowMs + retryPauseMs(stuckAfterTries);
    expect(nextStep(fold(...isStuck), untilMs - 1)).toEqual({ step: 'wait', untilMs });
    expect(nextStep(fold(...isStuck), untilMs)).toEqual(free);
    given(...isStuck)
      .when(refuse('void', stuckAfterTries + 1))
      .gives(refusedOf('void', stuckAfterTries + 1));
    const givenUp = [...isStuck, ...refusals('void', stuckAfterTries + 1, voidTriesMax)];
    expect(nextStep(fold(...givenUp), Number.MAX_SAFE_INTEGER)).toEqual({ step: 'done' });
  });
  it('is over once the gateway has done it', () => {
    const state = fold(...isStuck, voided);
    expect([state.refusals, state.strays, state.status]).toEqual([[], [], 'expired']);
  });
  it('of a stray holds up no other payment', () => {
    const stray = [...begun, unreached, revised, { ...begun[1], data: { ...begun[1].data, attempt: 2 } }];
    const state = fold(...(stray as BookingEvent[]), authorized, refusedOf('void', 1));
    expect(nextStep(state, nowMs)).toEqual({
      ...{ step: 'authorize', attempt: 2, amount: usd(2_001) },
      key: expect.stringMatching(/authorize$/),
    });
    given(...begun, declined)
      .when(refuse('void', 1))
      .isRefused(outdated);
  });
});

describe('a refund that fails too often', () => {
  const gone = [...paid, accepted(), cancelled, released] as const;
  const failed = (tries: number): BookingEvent => ({
    type: 'RefundFailed',
    data: { cancellationId, tries, code: 'no', retryAt: iso(nowMs + retryPauseMs(tries)) },
  });
  const failures = Array.from({ length: stuckAfterTries }, (_, index) => failed(index + 1));
  const fail = (tries: number) =>
    ({ type: 'RecordRefundFailed', cancellationId, tries, code: 'no', nowMs }) as const;

  it('is stuck, once, and tried on', () => {
    given(...gone, ...failures.slice(0, -1))
      .when(fail(stuckAfterTries))
      .gives(failed(stuckAfterTries), stuck('refund', cancellationId));
    const isStuck = [...gone, ...failures, stuck('refund', cancellationId)];
    given(...isStuck)
      .when(fail(stuckAfterTries + 1))
      .gives(failed(stuckAfterTries + 1));
    expect(stuckSteps(fold(...isStuck))).toEqual([
      { step: 'refund', stuckAt: iso(nowMs), tries: stuckAfterTries, code: 'no' },
    ]);
    expect(nextStep(fold(...isStuck), nowMs)).toEqual({
      step: 'wait',
      untilMs: nowMs + retryPauseMs(stuckAfterTries),
    });
    expect(nextStep(fold(...isStuck, retried), nowMs)).toEqual({
      ...{ step: 'refund', cancellationId, captureId: 'capture-1', tries: 0, amount: usd(1_901) },
      key: expect.stringMatching(/refund$/),
    });
    expect(stuckSteps(fold(...isStuck, refunded))).toEqual([]);
  });
});

describe('RetryStuckPayment', () => {
  it('makes what is stuck due at once, and stuck again if it fails again', () => {
    given(...isStuck)
      .when(retry)
      .gives(retried);
    const again = [...isStuck, retried];
    expect([nextStep(fold(...again), nowMs), stuckSteps(fold(...again))]).toEqual([free, []]);
    given(...again)
      .when(refuse('void', 1))
      .gives(refusedOf('void', 1));
    given(...again, ...refusals('void', 1, stuckAfterTries - 1))
      .when(refuse('void', stuckAfterTries))
      .gives(refusedOf('void', stuckAfterTries), stuck('void', authorizationId));
  });
  it('is refused when nothing is', () => {
    given(...paid)
      .when(retry)
      .isRefused({ reason: 'NothingStuck' });
    given(...almostStuck)
      .when(retry)
      .isRefused({ reason: 'NothingStuck' });
    given().when(retry).isRefused({ reason: 'BookingNotFound' });
  });
});
