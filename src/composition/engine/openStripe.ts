/** Apart, and imported where Stripe is configured: its library is more than two hundred modules. */
import type { Logger } from 'pino';
import { guardGateway } from '../../adapters/payments/guardedGateway.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openWebhookMemory } from '../../adapters/stripe/openWebhookMemory.ts';
import { readStripeWebhook, WebhookRefused } from '../../adapters/stripe/readStripeWebhook.ts';
import { openStripePayments } from '../../adapters/stripe/StripePayments.ts';
import type { Config } from '../../config.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Payments, PaymentWebhook } from './Payments.ts';

interface StripeDeps {
  readonly database: Pick<Database, 'ready'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export const openStripe = async (
  settings: Extract<Config['payments'], { readonly gateway: 'stripe' }>,
  { database, clock, logger }: StripeDeps,
): Promise<Payments> => {
  const { apiKey, apiBase, webhookSecret: secret, publishableKey } = settings;
  const own = openStripePayments({ apiKey, ...(apiBase === undefined ? {} : { apiBase }), logger });
  const gateway = guardGateway(own, { logger });
  const options = {
    gateway: settings.gateway,
    ...(publishableKey === undefined ? {} : { publishableKey }),
  };
  if (secret === undefined) return { gateway, options };
  const read = stripeNotices(secret, clock);
  return { gateway, options, webhook: { read, memory: await openWebhookMemory(database) } };
};

const stripeNotices =
  (secret: string, clock: Clock): PaymentWebhook['read'] =>
  (body, signature) => {
    try {
      return readStripeWebhook({ secret, body, signature, nowMs: clock.nowMs() });
    } catch (error) {
      if (error instanceof WebhookRefused) return undefined;
      throw error;
    }
  };
