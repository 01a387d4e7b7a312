/** Stripe's adapter keeps the contract against the stand-in, and survives what Stripe and the network may do. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStripePayments } from '../../../src/adapters/stripe/StripePayments.ts';
import {
  type PaymentGateway,
  PaymentUnanswered,
  PaymentUnavailable,
} from '../../../src/ports/PaymentGateway.ts';
import { paymentGatewayContract } from '../../contracts/paymentGatewayContract.ts';
import { silentLogger } from '../../support/postgres.ts';
import { standInTokens } from '../../support/stripe/StripePaymentsState.ts';
import { type StripeStandIn, startStripeStandIn } from '../../support/stripe/startStripeStandIn.ts';

const timeoutMs = 300;

const gatewayOf = ({ url, apiKey }: Pick<StripeStandIn, 'url' | 'apiKey'>, logger = silentLogger) =>
  openStripePayments({ apiKey, apiBase: url, timeoutMs, logger });

/** A port of this machine that nobody listens on. */
const closedPort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return address.port;
};

const doneFor = ({ state }: StripeStandIn, bookingId: string) => {
  const intents = [...state.intents.values()].filter(({ metadata }) => metadata.bookingId === bookingId);
  const money = (amount: number) => ({ amount, currency: 'USD' });
  return intents.flatMap((intent) => {
    if (intent.status === 'requires_payment_method' || intent.status === 'processing') return [];
    const captures =
      intent.amountReceived === 0 ? [] : [{ kind: 'capture' as const, amount: money(intent.amountReceived) }];
    const refunds = state.refunds
      .filter(({ intentId, status }) => intentId === intent.id && status === 'succeeded')
      .map(({ amount }) => ({ kind: 'refund' as const, amount: money(amount) }));
    return [{ kind: 'authorize' as const, amount: money(intent.amount) }, ...captures, ...refunds];
  });
};

paymentGatewayContract('Stripe', async () => {
  let nowMs = Date.parse('2026-11-21T18:00:00Z');
  const standIn = await startStripeStandIn({ nowMs: () => nowMs });
  const gateway = gatewayOf(standIn);
  return {
    gateway,
    another: async () => gatewayOf(standIn),
    tokens: { ...standInTokens, unknown: 'pm_nobody_gave_out' },
    unreachable: async () => {
      const url = `http://127.0.0.1:${await closedPort()}`;
      return { gateway: gatewayOf({ ...standIn, url }), token: standInTokens.ok };
    },
    passTime: (ms) => {
      nowMs += ms;
    },
    refundByHand: async (bookingId, { amount }) => {
      const intent = [...standIn.state.intents.values()].find(
        ({ metadata }) => metadata.bookingId === bookingId,
      );
      const form = new Map([
        ['payment_intent', intent?.id ?? ''],
        ['amount', String(amount)],
      ]);
      standIn.state.answer('POST', '/v1/refunds', form);
    },
    done: async (bookingId) => doneFor(standIn, bookingId),
    close: async () => {
      await gateway.close();
      await standIn.close();
    },
  };
});

describe('the adapter of Stripe', () => {
  let standIn: StripeStandIn;
  let gateway: PaymentGateway;
  const logged: string[] = [];
  const log = (details: object, message: string) => void logged.push(JSON.stringify({ details, message }));
  beforeAll(async () => {
    standIn = await startStripeStandIn();
    gateway = gatewayOf(standIn, { info: log, warn: log, error: log });
  });
  afterAll(async () => {
    await gateway.close();
    await standIn.close();
  });

  const callOf = (bookingId: string, overrides: object = {}) => ({
    key: `${bookingId}/1/authorize`,
    bookingId,
    amount: { amount: 2_500, currency: 'USD' },
    method: 'card',
    token: standInTokens.ok as string,
    ...overrides,
  });
  const capturedFor = async (bookingId: string) => {
    const result = await gateway.authorize(callOf(bookingId));
    if (result.outcome !== 'authorized') throw new Error(result.outcome);
    const { authorizationId } = result;
    const amount = { amount: 2_500, currency: 'USD' };
    const call = { key: `${bookingId}/1/capture`, bookingId, authorizationId, amount };
    return { call, authorizationId, result: await gateway.capture(call) };
  };

  it('sends what Stripe needs to reserve without taking, under our key', async () => {
    const bookingId = randomUUID();
    await gateway.authorize(callOf(bookingId, { amount: { amount: 900, currency: 'JPY' } }));
    const { method, path, key, form } = standIn.requests.at(-1) ?? { form: new Map() };
    expect({ method, path, key }).toEqual({
      method: 'POST',
      path: '/v1/payment_intents',
      key: `${bookingId}/1/authorize`,
    });
    expect(Object.fromEntries(form)).toEqual({
      amount: '900',
      currency: 'jpy',
      payment_method: 'pm_card_visa',
      'automatic_payment_methods[enabled]': 'true',
      'automatic_payment_methods[allow_redirects]': 'never',
      capture_method: 'manual',
      confirm: 'true',
      error_on_requires_action: 'true',
      'metadata[bookingId]': bookingId,
      'metadata[key]': `${bookingId}/1/authorize`,
    });
  });

  it('asks the holder of a card, and hears how they answered', async () => {
    const ask = async (agrees: boolean) => {
      const call = callOf(randomUUID(), { token: standInTokens.asksHolder, method: 'card-3ds' });
      const asked = await gateway.authorize(call);
      if (asked.outcome !== 'pending') throw new Error(asked.outcome);
      expect(await gateway.authorize(call)).toEqual(asked);
      standIn.state.confirm(asked.action ?? '', agrees);
      return await gateway.authorize(call);
    };
    expect(await ask(true)).toEqual({ outcome: 'authorized', authorizationId: expect.any(String) });
    expect((await ask(false)).outcome).toBe('declined');
  });

  it('declines a card whose holder would have to be asked, when nobody is there', async () => {
    const call = callOf(randomUUID(), { token: standInTokens.asksHolder });
    expect(await gateway.authorize(call)).toEqual({ outcome: 'declined', code: 'authentication_required' });
  });

  it('does not wait for a holder for longer than a quarter of an hour', async () => {
    let nowMs = Date.now();
    const later = openStripePayments({
      ...{ apiKey: standIn.apiKey, apiBase: standIn.url, logger: silentLogger },
      nowMs: () => nowMs,
    });
    const call = callOf(randomUUID(), { token: standInTokens.asksHolder, method: 'card-3ds' });
    expect((await later.authorize(call)).outcome).toBe('pending');
    nowMs += 16 * 60_000;
    expect(await later.authorize(call)).toEqual({ outcome: 'declined', code: 'canceled' });
    await later.close();
  });

  it('tells the fingerprint of a card, and nothing of a token that it does not know', async () => {
    const fingerprints = [standInTokens.declined, 'pm_nobody_gave_out'].map((token) => gateway.cardOf(token));
    expect(await Promise.all(fingerprints)).toEqual(['Xt5EWLLDS7FJjR1c', undefined]);
  });

  it('declines an amount that Stripe cannot move, without asking', async () => {
    const before = standIn.requests.length;
    const amount = { amount: 5_125, currency: 'KWD' };
    expect(await gateway.authorize(callOf(randomUUID(), { amount }))).toEqual({
      outcome: 'declined',
      code: 'amount_not_chargeable',
    });
    expect(standIn.requests).toHaveLength(before);
    const tooSmall = { amount: 10, currency: 'USD' };
    expect(await gateway.authorize(callOf(randomUUID(), { amount: tooSmall }))).toEqual({
      outcome: 'declined',
      code: 'amount_too_small',
    });
  });

  it('is unavailable while Stripe does not take its key or limits its rate', async () => {
    const stranger = gatewayOf({ url: standIn.url, apiKey: 'sk_test_wrong' });
    await expect(stranger.authorize(callOf(randomUUID()))).rejects.toThrow(PaymentUnavailable);
    await stranger.close();
    const bookingId = randomUUID();
    standIn.inject('rate-limit');
    await expect(gateway.authorize(callOf(bookingId))).rejects.toThrow(PaymentUnavailable);
    expect(await gateway.authorize(callOf(bookingId))).toEqual({
      outcome: 'authorized',
      authorizationId: expect.any(String),
    });
  });

  it('takes a lost answer for no answer, sends nothing by itself, and finds out by repeating', async () => {
    const bookingId = randomUUID();
    const before = standIn.requests.length;
    standIn.inject('lose-answer');
    await expect(gateway.authorize(callOf(bookingId))).rejects.toThrow(PaymentUnanswered);
    expect(standIn.requests).toHaveLength(before + 1);
    expect(await gateway.authorize(callOf(bookingId))).toEqual({
      outcome: 'authorized',
      authorizationId: expect.any(String),
    });
    expect(doneFor(standIn, bookingId)).toHaveLength(1);
  });

  it('takes a fault of Stripe for no answer', async () => {
    standIn.inject('server-error');
    await expect(gateway.authorize(callOf(randomUUID()))).rejects.toThrow(PaymentUnanswered);
  });

  it('captures once though Stripe has forgotten the key', async () => {
    const bookingId = randomUUID();
    const { call, result } = await capturedFor(bookingId);
    standIn.forgetKeys();
    expect(await gateway.capture(call)).toEqual(result);
    const underAnotherKey = { ...call, key: `${bookingId}/2/capture` };
    expect(await gateway.capture(underAnotherKey)).toEqual(result);
    expect(doneFor(standIn, bookingId)).toHaveLength(2);
  });

  /** Somebody takes the money in Stripe's dashboard, and perhaps pays it back there. */
  const takenByHand = async (amount: number, paidBack = 0) => {
    const bookingId = randomUUID();
    const result = await gateway.authorize(callOf(bookingId));
    if (result.outcome !== 'authorized') throw new Error(result.outcome);
    const { authorizationId } = result;
    const form = new Map([['amount_to_capture', String(amount)]]);
    standIn.state.answer('POST', `/v1/payment_intents/${authorizationId}/capture`, form);
    if (paidBack > 0) {
      const refund = new Map([
        ['payment_intent', authorizationId],
        ['amount', String(paidBack)],
      ]);
      standIn.state.answer('POST', '/v1/refunds', refund);
    }
    const price = { amount: 2_500, currency: 'USD' };
    const capture = { key: `${bookingId}/1/capture`, bookingId, authorizationId, amount: price };
    const free = { key: `${bookingId}/1/void`, bookingId, authorizationId };
    const refund = { key: `${bookingId}/1/refund`, bookingId, captureId: authorizationId, amount: price };
    return { bookingId, authorizationId, capture, free, refund };
  };

  it('takes a capture by hand for its own when it is whole', async () => {
    const { authorizationId, capture } = await takenByHand(2_500);
    expect(await gateway.capture(capture)).toEqual({ outcome: 'captured', captureId: authorizationId });
  });

  it.each([
    ['of less', 1_000, 0, 1_000],
    ['that was partly paid back', 2_500, 400, 2_100],
  ])('fails after a capture by hand %s, and its void says what is left', async (_what, taken, back, left) => {
    const { authorizationId, capture, free } = await takenByHand(taken, back);
    expect(await gateway.capture(capture)).toEqual({ outcome: 'failed', code: 'captured_otherwise' });
    expect(await gateway.voidAuthorization(free)).toEqual({
      outcome: 'captured',
      captureId: authorizationId,
      amount: { amount: left, currency: 'USD' },
    });
  });

  it('takes what was paid back by hand for void, and for refunded', async () => {
    const { capture, free, refund } = await takenByHand(2_500, 2_500);
    expect(await gateway.capture(capture)).toEqual({ outcome: 'failed', code: 'captured_otherwise' });
    expect(await gateway.voidAuthorization(free)).toEqual({ outcome: 'voided' });
    expect(await gateway.refund(refund)).toEqual({ outcome: 'refunded', refundId: expect.any(String) });
  });

  it('takes an authorization that Stripe let lapse for void', async () => {
    const bookingId = randomUUID();
    const result = await gateway.authorize(callOf(bookingId));
    if (result.outcome !== 'authorized') throw new Error(result.outcome);
    const { authorizationId } = result;
    standIn.state.answer('POST', `/v1/payment_intents/${authorizationId}/cancel`, new Map());
    const amount = { amount: 2_500, currency: 'USD' };
    const capture = { key: `${bookingId}/1/capture`, bookingId, authorizationId, amount };
    expect(await gateway.capture(capture)).toEqual({ outcome: 'failed', code: 'authorization_void' });
    const free = { key: `${bookingId}/1/void`, bookingId, authorizationId };
    expect(await gateway.voidAuthorization(free)).toEqual({ outcome: 'voided' });
  });

  it('says why it was refused, in Stripe’s own word', async () => {
    const free = { key: 'k/1/void', bookingId: randomUUID(), authorizationId: 'pi_unknown' };
    await expect(gateway.voidAuthorization(free)).rejects.toHaveProperty('code', 'resource_missing');
  });

  it('refunds once though Stripe has forgotten the key', async () => {
    const bookingId = randomUUID();
    const { authorizationId: captureId } = await capturedFor(bookingId);
    const call = {
      key: `${bookingId}/refund`,
      bookingId,
      captureId,
      amount: { amount: 500, currency: 'USD' },
    };
    standIn.inject('lose-answer');
    await expect(gateway.refund(call)).rejects.toThrow(PaymentUnanswered);
    standIn.forgetKeys();
    expect(await gateway.refund(call)).toEqual({ outcome: 'refunded', refundId: expect.any(String) });
    expect(doneFor(standIn, bookingId).filter(({ kind }) => kind === 'refund')).toHaveLength(1);
  });

  it('says why to the log, and never the token or the key of the account', async () => {
    standIn.inject('server-error');
    const bookingId = randomUUID();
    await expect(gateway.authorize(callOf(bookingId))).rejects.toThrow();
    expect(logged.at(-1)).toContain(`${bookingId}/1/authorize`);
    expect(logged.join('\n')).not.toMatch(/pm_card|sk_test/);
  });

  it('refuses an address that is none', () => {
    const open = (apiBase: string) => () =>
      openStripePayments({ apiKey: 'k', apiBase, logger: silentLogger });
    expect(open('ftp://127.0.0.1')).toThrow('http or https');
    expect(open('http://127.0.0.1/v1')).toThrow('without a path');
  });
});
