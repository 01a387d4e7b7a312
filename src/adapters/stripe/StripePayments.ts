/**
 * One PaymentIntent per authorization, captured manually; its id is also that of the capture. Stripe keeps idempotency
 * keys for a day and repeats failures, so otherwise the state and the metadata of the intent tell what was done.
 */
import Stripe from 'stripe';
import type { PaymentGateway } from '../../ports/PaymentGateway.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { oneTryHttpClient } from './oneTryHttpClient.ts';
import { requestIdOf, stripeFailure } from './stripeFailure.ts';
import { stripeIntents } from './stripeIntents.ts';
import { stripeRefunds } from './stripeRefunds.ts';

const stripePaymentsDefaults = {
  /** Without data, per request. */
  timeoutMs: 10_000,
  connectionsMax: 50,
} as const;

export interface StripePaymentsOptions {
  readonly apiKey: string;
  /** For tests: the origin of a server in place of Stripe. */
  readonly apiBase?: string;
  readonly timeoutMs?: number;
  readonly connectionsMax?: number;
  readonly nowMs?: () => number;
  readonly logger: AdapterLogger;
}

const connectionOf = (apiBase: string) => {
  const url = new URL(apiBase);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.pathname !== '/')
    throw new Error('the address of Stripe is an http or https URL without a path');
  return { protocol, host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443') } as const;
};

/** Sends nothing yet. Throws for an invalid URL. */
export const openStripePayments = ({
  apiKey,
  apiBase = 'https://api.stripe.com',
  timeoutMs = stripePaymentsDefaults.timeoutMs,
  connectionsMax = stripePaymentsDefaults.connectionsMax,
  nowMs = Date.now,
  logger,
}: StripePaymentsOptions): PaymentGateway => {
  const connection = connectionOf(apiBase);
  const http = oneTryHttpClient(connection.protocol, connectionsMax);
  const stripe = new Stripe(apiKey, {
    ...connection,
    httpClient: http.client,
    timeout: timeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const refunds = stripeRefunds(stripe);
  const intents = stripeIntents(stripe, refunds, nowMs);

  const logged =
    <Call extends { readonly bookingId: string; readonly key?: string }, Result>(
      step: string,
      act: (call: Call) => Promise<Result>,
    ) =>
    async (call: Call): Promise<Result> => {
      try {
        return await act(call);
      } catch (error) {
        const failure = stripeFailure(error);
        const requestId = requestIdOf(error);
        // The call holds a token and is not logged.
        const { bookingId, key } = call;
        const details = { bookingId, key, failure: failure.name, requestId, reason: failure.message };
        logger.warn(details, `Stripe gave no result for ${step}`);
        throw failure;
      }
    };

  return {
    authorize: logged('authorize', intents.authorize),
    cardOf: intents.cardOf,
    findAuthorization: logged('find an authorization', intents.findAuthorization),
    capture: logged('capture', intents.capture),
    voidAuthorization: logged('void', intents.voidAuthorization),
    refund: logged('refund', refunds.refund),
    refundsOf: logged('list refunds', refunds.refundsOf),
    close: async () => http.close(),
  };
};
