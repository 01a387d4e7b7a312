/** A gateway that keeps failing is left alone, tried by one call, and taken back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardGateway } from '../../../src/adapters/payments/guardedGateway.ts';
import {
  type AuthorizeResult,
  type PaymentGateway,
  PaymentRefused,
  PaymentUnanswered,
  PaymentUnavailable,
} from '../../../src/ports/PaymentGateway.ts';

const call = {
  key: 'b/1/authorize',
  bookingId: 'b',
  amount: { amount: 1, currency: 'USD' },
  method: 'card',
  token: 't',
};
const authorized: AuthorizeResult = { outcome: 'authorized', authorizationId: 'a' };

/** A gateway whose next answers are given to it. */
const scripted = () => {
  const answers: (() => Promise<AuthorizeResult>)[] = [];
  let calls = 0;
  const other = () => Promise.reject(new Error('not asked for here'));
  let closed = false;
  const gateway: PaymentGateway = {
    authorize: () => {
      calls += 1;
      return answers.shift()?.() ?? Promise.resolve(authorized);
    },
    cardOf: other,
    findAuthorization: other,
    refundsOf: other,
    capture: other,
    voidAuthorization: () => Promise.resolve({ outcome: 'voided' }),
    refund: other,
    close: async () => {
      closed = true;
    },
  };
  return { gateway, answers, calls: () => calls, isClosed: () => closed };
};

const fails = (error: Error) => () => Promise.reject(error);

describe('a guarded gateway', () => {
  const logged: string[] = [];
  const log = (_: object, message: string) => void logged.push(message);
  const logger = { info: log, warn: log, error: log };
  const options = { timeoutMs: 1_000, failuresMax: 3, openMs: 5_000, logger };

  beforeEach(() => {
    vi.useFakeTimers();
    logged.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const outage = async (guarded: PaymentGateway, answers: (() => Promise<AuthorizeResult>)[]) => {
    const away = new PaymentUnavailable('away');
    const silent = new PaymentUnanswered('silent');
    answers.push(fails(away), fails(silent), fails(away));
    await expect(guarded.authorize(call)).rejects.toBe(away);
    await expect(guarded.authorize(call)).rejects.toBe(silent);
    await expect(guarded.authorize(call)).rejects.toBe(away);
  };

  it('passes answers on, and closing', async () => {
    const { gateway, isClosed } = scripted();
    const guarded = guardGateway(gateway, options);
    expect(await guarded.authorize(call)).toEqual(authorized);
    expect(await guarded.voidAuthorization({ ...call, authorizationId: 'a' })).toEqual({ outcome: 'voided' });
    expect(guarded.state()).toBe('closed');
    await guarded.close();
    expect(isClosed()).toBe(true);
  });

  it('calls nobody while the gateway is away, then tries it with one call and goes on', async () => {
    const { gateway, answers, calls } = scripted();
    const guarded = guardGateway(gateway, options);
    await outage(guarded, answers);
    expect(guarded.state()).toBe('open');
    await expect(guarded.authorize(call)).rejects.toThrow(PaymentUnavailable);
    expect(calls()).toBe(3);
    vi.setSystemTime(Date.now() + options.openMs);
    expect(await guarded.authorize(call)).toEqual(authorized);
    expect(guarded.state()).toBe('closed');
    expect(logged).toEqual([
      'the payment gateway is away: it is left alone',
      'the payment gateway answers again',
    ]);
  });

  it('leaves it alone again when the trial fails', async () => {
    const { gateway, answers, calls } = scripted();
    const guarded = guardGateway(gateway, options);
    await outage(guarded, answers);
    vi.setSystemTime(Date.now() + options.openMs);
    answers.push(fails(new PaymentUnavailable('still away')));
    await expect(guarded.authorize(call)).rejects.toThrow('still away');
    expect(guarded.state()).toBe('open');
    await expect(guarded.authorize(call)).rejects.toThrow(PaymentUnavailable);
    expect(calls()).toBe(4);
  });

  it('counts only failures one after the other', async () => {
    const { gateway, answers } = scripted();
    const guarded = guardGateway(gateway, options);
    const away = fails(new PaymentUnavailable('away'));
    answers.push(away, away, async () => authorized, away, away);
    for (let n = 0; n < 5; n += 1) await guarded.authorize(call).catch(() => undefined);
    expect(guarded.state()).toBe('closed');
  });

  it('does not count what says nothing of the gateway', async () => {
    const { gateway, answers } = scripted();
    const guarded = guardGateway(gateway, {
      ...options,
      isOutage: (error) => !(error instanceof PaymentUnanswered),
    });
    for (let n = 0; n < 4; n += 1) {
      answers.push(fails(new PaymentRefused('no')), fails(new PaymentUnanswered('asked for')));
    }
    for (let n = 0; n < 4; n += 1) {
      await expect(guarded.authorize(call)).rejects.toThrow(PaymentRefused);
      await expect(guarded.authorize(call)).rejects.toThrow('asked for');
    }
    expect(guarded.state()).toBe('closed');
  });

  it('takes a call that lasts too long for unanswered, and counts it', async () => {
    const { gateway, answers } = scripted();
    const guarded = guardGateway(gateway, options);
    for (let n = 0; n < 3; n += 1) {
      answers.push(() => new Promise(() => undefined));
      const answer = expect(guarded.authorize(call)).rejects.toThrow(PaymentUnanswered);
      await vi.advanceTimersByTimeAsync(options.timeoutMs);
      await answer;
    }
    expect(guarded.state()).toBe('open');
  });
});
