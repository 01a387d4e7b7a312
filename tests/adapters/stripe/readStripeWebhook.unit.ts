/** What Stripe says by itself is believed only when it is signed and fresh. */
import { describe, expect, it } from 'vitest';
import {
  readStripeWebhook,
  WebhookRefused,
  webhookToleranceMs,
} from '../../../src/adapters/stripe/readStripeWebhook.ts';
import { signWebhook, webhookEvent } from '../../support/stripe/signedWebhook.ts';

const secret = 'whsec_of_the_test';
const nowMs = Date.parse('2026-11-21T18:00:00Z');
const metadata = { bookingId: 'b-1', key: 'b-1/1/authorize' };
const signed = (type: string, object: object, atMs = nowMs) =>
  signWebhook(webhookEvent(type, object, nowMs, 'evt_1'), secret, atMs);
const read = (webhook: { readonly body: string | Uint8Array; readonly signature: string }) =>
  readStripeWebhook({ ...webhook, secret, nowMs });

describe('a webhook', () => {
  it.each([
    ['payment_intent.amount_capturable_updated', { status: 'requires_capture' }, 'authorized'],
    ['payment_intent.payment_failed', { status: 'requires_payment_method' }, 'declined'],
    ['payment_intent.succeeded', { status: 'succeeded' }, 'captured'],
    ['payment_intent.canceled', { status: 'canceled' }, 'voided'],
    ['refund.created', { status: 'succeeded' }, 'refunded'],
    ['refund.created', { status: 'pending' }, 'other'],
    ['refund.updated', { status: 'succeeded' }, 'refunded'],
    ['charge.refund.updated', { status: 'failed' }, 'refund-failed'],
    ['refund.failed', { status: 'failed' }, 'refund-failed'],
    ['customer.created', {}, 'other'],
  ])('%s of %j says %s', (type, object, what) => {
    expect(read(signed(type, { ...object, metadata }))).toEqual({
      eventId: 'evt_1',
      at: '2026-11-21T18:00:00.000Z',
      what,
      bookingId: 'b-1',
      key: 'b-1/1/authorize',
    });
  });

  it('may be about no booking of ours', () => {
    expect(read(signed('payment_intent.succeeded', { status: 'succeeded' }))).toEqual({
      eventId: 'evt_1',
      at: '2026-11-21T18:00:00.000Z',
      what: 'captured',
      bookingId: undefined,
      key: undefined,
    });
  });

  it('is read from bytes as from text', () => {
    const { body, signature } = signed('payment_intent.succeeded', { metadata });
    const bytes = new TextEncoder().encode(body);
    expect(read({ body: bytes, signature })).toEqual(read({ body, signature }));
  });

  it('is refused when a single letter of it was changed', () => {
    const { body, signature } = signed('payment_intent.succeeded', { metadata });
    expect(() => read({ body: body.replace('b-1', 'b-2'), signature })).toThrow(WebhookRefused);
  });

  it('is refused without a signature, with a stranger’s, and with none that counts', () => {
    const { body, signature } = signed('payment_intent.succeeded', { metadata });
    expect(() => read({ body, signature: '' })).toThrow(WebhookRefused);
    expect(() => read({ body, signature: signature.replace('v1=', 'v0=') })).toThrow(WebhookRefused);
    expect(() => readStripeWebhook({ body, signature, nowMs, secret: 'whsec_other' })).toThrow(
      WebhookRefused,
    );
  });

  it('is refused outside the window of time, before as after', () => {
    const at = (atMs: number) => () => read(signed('payment_intent.succeeded', { metadata }, atMs));
    expect(at(nowMs - webhookToleranceMs)).not.toThrow();
    expect(at(nowMs - webhookToleranceMs - 1_000)).toThrow(WebhookRefused);
    expect(at(nowMs + webhookToleranceMs)).not.toThrow();
    expect(at(nowMs + webhookToleranceMs + 1_000)).toThrow(WebhookRefused);
  });

  it('is refused when it is signed but no event', () => {
    expect(() => read(signWebhook('{"id":1}', secret, nowMs))).toThrow(WebhookRefused);
    expect(() => read(signWebhook('not json', secret, nowMs))).toThrow(WebhookRefused);
  });
});
