/** A webhook as Stripe would send it, signed by our own arithmetic rather than by the client's. */
import { createHmac, randomUUID } from 'node:crypto';

export interface SignedWebhook {
  readonly body: string;
  /** The header `Stripe-Signature`. */
  readonly signature: string;
}

export const signWebhook = (body: string, secret: string, nowMs: number): SignedWebhook => {
  const seconds = Math.floor(nowMs / 1_000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return { body, signature: `t=${seconds},v1=${mac}` };
};

export const webhookEvent = (
  type: string,
  object: object,
  nowMs: number,
  id = `evt_${randomUUID()}`,
): string =>
  JSON.stringify({ id, object: 'event', type, created: Math.floor(nowMs / 1_000), data: { object } });
