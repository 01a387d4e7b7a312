import type { Logger } from 'pino';
import { type GuardedGateway, guardGateway } from '../../adapters/payments/guardedGateway.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openSimulatedPayments } from '../../adapters/simulated-payments/SimulatedPayments.ts';
import { isScripted } from '../../adapters/simulated-payments/scriptedFailures.ts';
import { openWebhookMemory, type WebhookMemory } from '../../adapters/stripe/openWebhookMemory.ts';
import {
  readStripeWebhook,
  type StripeNotice,
  WebhookRefused,
} from '../../adapters/stripe/readStripeWebhook.ts';
import { openStripePayments } from '../../adapters/stripe/StripePayments.ts';
import type { PaymentOptions } from '../../api/payments/optionsRoutes.ts';
import type { Config } from '../../config.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { PaymentLedger } from '../../ports/PaymentGateway.ts';

export interface Payments {
  readonly gateway: GuardedGateway;
  /** What a browser is told. */
  readonly options: PaymentOptions;
  readonly ledger?: PaymentLedger;
  readonly webhook?: PaymentWebhook;
}

export interface PaymentWebhook {
  /** Undefined for what is not from the gateway, or too old. */
  read(body: Uint8Array, signature: string): Pick<StripeNotice, 'eventId' | 'what' | 'bookingId'> | undefined;
  readonly memory: WebhookMemory;
}

export const openPayments = async (
  { payments, production }: Pick<Config, 'payments' | 'production'>,
  database: Pick<Database, 'ready'>,
  clock: Clock,
  logger: Logger,
): Promise<Payments> => {
  logger.info({ gateway: payments.gateway }, 'payment gateway');
  if (payments.gateway === 'simulated') {
    if (production) {
      const warning = 'payments are SIMULATED: no money moves. Set STRIPE_API_KEY to be paid';
      logger.warn({ setting: 'STRIPE_API_KEY' }, warning);
    }
    const simulated = await openSimulatedPayments({ database, clock });
    const gateway = guardGateway(simulated, { logger, isOutage: (error) => !isScripted(error) });
    return { gateway, options: { gateway: 'simulated' }, ledger: simulated };
  }
  const { apiKey, apiBase, webhookSecret: secret, publishableKey } = payments;
  const own = openStripePayments({ apiKey, ...(apiBase === undefined ? {} : { apiBase }), logger });
  const gateway = guardGateway(own, { logger });
  const options = {
    gateway: payments.gateway,
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
