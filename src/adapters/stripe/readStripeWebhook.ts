/** A notice only makes the program ask Stripe; it is not trusted further. */
import Stripe from 'stripe';
import { z } from 'zod';

/** Between the time of signing and the local clock, either way. */
export const webhookToleranceMs = 5 * 60_000;

export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

export interface StripeWebhook {
  readonly secret: string;
  readonly body: string | Uint8Array;
  readonly signature: string;
  readonly nowMs: number;
}

export interface StripeNotice {
  /** The same for repeated deliveries. */
  readonly eventId: string;
  readonly at: string;
  readonly what: 'authorized' | 'declined' | 'captured' | 'voided' | 'refunded' | 'refund-failed' | 'other';
  /** Undefined for an event without a booking. */
  readonly bookingId: string | undefined;
  /** Of the call, for authorizations and refunds. */
  readonly key: string | undefined;
}

const eventSchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string(),
  created: z.int().min(0),
  data: z.object({
    object: z.object({
      status: z.string().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
});

const whatByType: ReadonlyMap<string, StripeNotice['what']> = new Map([
  ['payment_intent.amount_capturable_updated', 'authorized'],
  ['payment_intent.payment_failed', 'declined'],
  ['payment_intent.succeeded', 'captured'],
  ['payment_intent.canceled', 'voided'],
  ['charge.refunded', 'refunded'],
  ['refund.failed', 'refund-failed'],
]);

/** Their event types do not tell the state of the refund. */
const refundTypes = new Set(['refund.created', 'refund.updated', 'charge.refund.updated']);
const whatByRefundStatus: ReadonlyMap<string, StripeNotice['what']> = new Map([
  ['succeeded', 'refunded'],
  ['failed', 'refund-failed'],
  ['canceled', 'refund-failed'],
]);

const parse = (text: string): z.output<typeof eventSchema> => {
  try {
    return eventSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new WebhookRefused('the webhook is signed but is no event', { cause: error });
  }
};

const signedAtMs = (signature: string): number =>
  Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1]) * 1_000;

export const readStripeWebhook = ({ secret, body, signature, nowMs }: StripeWebhook): StripeNotice => {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  try {
    const toleranceSeconds = webhookToleranceMs / 1_000;
    Stripe.webhooks.constructEvent(text, signature, secret, toleranceSeconds, undefined, nowMs);
  } catch (error) {
    throw new WebhookRefused('the webhook is not signed by Stripe or is too old', { cause: error });
  }
  // The client accepts signatures from the future.
  if (!(signedAtMs(signature) - nowMs <= webhookToleranceMs))
    throw new WebhookRefused('the webhook is signed at a time that is yet to come');
  const { id, type, created, data } = parse(text);
  const { status, metadata } = data.object;
  const what = refundTypes.has(type) ? whatByRefundStatus.get(status ?? '') : whatByType.get(type);
  return {
    eventId: id,
    at: new Date(created * 1_000).toISOString(),
    what: what ?? 'other',
    bookingId: metadata?.bookingId,
    key: metadata?.key,
  };
};
