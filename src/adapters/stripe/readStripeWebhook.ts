/**
 * Reads what Stripe sends by itself: checks that it is from Stripe and fresh, and says what happened to which booking.
 * It is a hint to ask the gateway now; nothing is granted on it.
 */
import Stripe from 'stripe';
import { z } from 'zod';

/** How far the time of signing may be from ours, either way. */
export const webhookToleranceMs = 5 * 60_000;

/** Not signed by Stripe, too old or too new, or not an event. Nothing in it may be believed. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

export interface StripeWebhook {
  /** The endpoint's signing secret. */
  readonly secret: string;
  /** As it came over the wire, unparsed. */
  readonly body: string | Uint8Array;
  /** The header `Stripe-Signature`. */
  readonly signature: string;
  readonly nowMs: number;
}

export interface StripeNotice {
  /** The same for every delivery of one event. */
  readonly eventId: string;
  /** When it happened. ISO 8601 UTC. */
  readonly at: string;
  /** `other`: of no interest here. */
  readonly what: 'authorized' | 'declined' | 'captured' | 'voided' | 'refunded' | 'refund-failed' | 'other';
  /** Undefined when the event is about no booking of ours. */
  readonly bookingId: string | undefined;
  /** Key of the call that it answers, where Stripe knows it: of authorizations and refunds. */
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

/** Events about a refund that may tell of any of its states. */
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

/** Throws {@link WebhookRefused}. */
export const readStripeWebhook = ({ secret, body, signature, nowMs }: StripeWebhook): StripeNotice => {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  try {
    const toleranceSeconds = webhookToleranceMs / 1_000;
    Stripe.webhooks.constructEvent(text, signature, secret, toleranceSeconds, undefined, nowMs);
  } catch (error) {
    // The client's message quotes nothing that was sent, but explains at length; one line is enough.
    throw new WebhookRefused('the webhook is not signed by Stripe or is too old', { cause: error });
  }
  // The client lets a signature from the future pass.
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
