import type { Logger } from 'pino';
import { type GuardedGateway, guardGateway } from '../../adapters/payments/guardedGateway.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openSimulatedPayments } from '../../adapters/simulated-payments/SimulatedPayments.ts';
import { isScripted } from '../../adapters/simulated-payments/scriptedFailures.ts';
import { openWebhookMemory, type WebhookMemory } from '../../adapters/stripe/openWebhookMemory.ts';
import { openStripePayments } from '../../adapters/stripe/StripePayments.ts';
import type { Config } from '../../config.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { PaymentLedger } from '../../ports/PaymentGateway.ts';

export interface Payments {
  readonly gateway: GuardedGateway;
  readonly ledger?: PaymentLedger;
  readonly webhook?: { readonly secret: string; readonly memory: WebhookMemory };
}

export const openPayments = async (
  { stripe, production }: Pick<Config, 'stripe' | 'production'>,
  database: Pick<Database, 'ready'>,
  clock: Clock,
  logger: Logger,
): Promise<Payments> => {
  logger.info({ gateway: stripe === undefined ? 'simulated' : 'stripe' }, 'payment gateway');
  if (stripe === undefined) {
    if (production) {
      const warning = 'payments are SIMULATED: no money moves. Set STRIPE_API_KEY to be paid';
      logger.warn({ setting: 'STRIPE_API_KEY' }, warning);
    }
    const simulated = await openSimulatedPayments({ database, clock });
    const gateway = guardGateway(simulated, { logger, isOutage: (error) => !isScripted(error) });
    return { gateway, ledger: simulated };
  }
  const { apiKey, apiBase, webhookSecret: secret } = stripe;
  const own = openStripePayments({ apiKey, ...(apiBase === undefined ? {} : { apiBase }), logger });
  const gateway = guardGateway(own, { logger });
  return secret === undefined
    ? { gateway }
    : { gateway, webhook: { secret, memory: await openWebhookMemory(database) } };
};
