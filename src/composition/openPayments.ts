/** Opens the payment gateway that the settings name, behind its guard, with what it alone can do. */
import type { Logger } from 'pino';
import { guardGateway } from '../adapters/payments/guardedGateway.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { openSimulatedPayments } from '../adapters/simulated-payments/SimulatedPayments.ts';
import { isScripted } from '../adapters/simulated-payments/scriptedFailures.ts';
import { openWebhookMemory, type WebhookMemory } from '../adapters/stripe/openWebhookMemory.ts';
import { openStripePayments } from '../adapters/stripe/StripePayments.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports/Clock.ts';
import type { PaymentGateway, PaymentLedger } from '../ports/PaymentGateway.ts';

export interface Payments {
  readonly gateway: PaymentGateway;
  /** Of the simulated gateway alone. */
  readonly ledger?: PaymentLedger;
  /** Where Stripe may send notices to. */
  readonly webhook?: { readonly secret: string; readonly memory: WebhookMemory };
  close(): Promise<void>;
}

export const openPayments = async (
  { stripe, production }: Pick<Config, 'stripe' | 'production'>,
  connectionString: string,
  clock: Clock,
  logger: Logger,
): Promise<Payments> => {
  const shared = { connectionString, migrate, logger };
  logger.info({ gateway: stripe === undefined ? 'simulated' : 'stripe' }, 'payment gateway');
  if (stripe === undefined && production) {
    const warning = 'payments are SIMULATED: no money moves. Set STRIPE_API_KEY to be paid';
    logger.warn({ setting: 'STRIPE_API_KEY' }, warning);
  }
  if (stripe === undefined) {
    const simulated = await openSimulatedPayments({ ...shared, clock });
    const gateway = guardGateway(simulated, { logger, isOutage: (error) => !isScripted(error) });
    return { gateway, ledger: simulated, close: () => gateway.close() };
  }
  const { apiKey, apiBase, webhookSecret } = stripe;
  const memory = webhookSecret === undefined ? undefined : await openWebhookMemory(shared);
  const own = openStripePayments({ apiKey, ...(apiBase === undefined ? {} : { apiBase }), logger });
  const gateway = guardGateway(own, { logger });
  return {
    gateway,
    ...(webhookSecret === undefined || memory === undefined
      ? {}
      : { webhook: { secret: webhookSecret, memory } }),
    close: async () => {
      await gateway.close();
      await memory?.close();
    },
  };
};
