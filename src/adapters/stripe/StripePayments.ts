/**
 * Payments through Stripe: one PaymentIntent per authorization, captured by hand, its id serving as authorization and
 * as capture. Stripe remembers a key for a day; beyond that, and where it would repeat a failure, the intent's own
 * state and the keys in its metadata tell what was done.
 */
import Stripe from 'stripe';
import type { PaymentGateway } from '../../ports/PaymentGateway.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { oneTryHttpClient } from './oneTryHttpClient.ts';
import { stripeFailure } from './stripeFailure.ts';
import { stripeIntents } from './stripeIntents.ts';
import { stripeRefunds } from './stripeRefunds.ts';

const stripePaymentsDefaults = {
  /** How long one request may stay silent. */
  timeoutMs: 10_000,
  connectionsMax: 50,
} as const;

export interface StripePaymentsOptions {
  /** The secret key of the account. */
  readonly apiKey: string;
  /** Where Stripe listens, such as `http://127.0.0.1:12111`, without a path; Stripe itself when absent. */
  readonly apiBase?: string;
  readonly timeoutMs?: number;
  readonly connectionsMax?: number;
  readonly logger: AdapterLogger;
}

const connectionOf = (apiBase: string) => {
  const url = new URL(apiBase);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.pathname !== '/')
    throw new Error('the address of Stripe is an http or https URL without a path');
  return { protocol, host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443') } as const;
};

/** Sends nothing yet: whether Stripe is there shows with the first call. Throws when the address is no URL. */
export const openStripePayments = ({
  apiKey,
  apiBase = 'https://api.stripe.com',
  timeoutMs = stripePaymentsDefaults.timeoutMs,
  connectionsMax = stripePaymentsDefaults.connectionsMax,
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
  const intents = stripeIntents(stripe, refunds);

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
        // The call is not logged, because it holds a token. Stripe's support asks for the request id.
        const requestId = error instanceof Stripe.errors.StripeError ? error.requestId : undefined;
        const { bookingId, key } = call;
        const details = { bookingId, key, failure: failure.name, requestId, reason: failure.message };
        logger.warn(details, `Stripe gave no result for ${step}`);
        throw failure;
      }
    };

  return {
    authorize: logged('authorize', intents.authorize),
    findAuthorization: logged('find an authorization', intents.findAuthorization),
    capture: logged('capture', intents.capture),
    voidAuthorization: logged('void', intents.voidAuthorization),
    refund: logged('refund', refunds.refund),
    refundsOf: logged('list refunds', refunds.refundsOf),
    close: async () => http.close(),
  };
};
