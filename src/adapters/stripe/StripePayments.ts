/**
 * Payments through Stripe: one PaymentIntent per authorization, captured by hand, its id serving as authorization and
 * as capture. Stripe remembers a key for a day; beyond that, and where it would repeat a failure, the intent itself
 * says what was done, by the keys in its metadata.
 */
import Stripe from 'stripe';
import type { Money } from '../../domain/kernel/money.ts';
import {
  type AuthorizeCall,
  type AuthorizeResult,
  type CaptureCall,
  type CaptureResult,
  type PaymentGateway,
  PaymentRefused,
  PaymentUnanswered,
  type RefundCall,
  type RefundResult,
  type VoidCall,
  type VoidResult,
} from '../../ports/PaymentGateway.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { oneTryHttpClient } from './oneTryHttpClient.ts';
import { moneyOfStripe, stripeAmount } from './stripeAmount.ts';
import { codeOf, isTurnedDown, stripeFailure } from './stripeFailure.ts';

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

/** One page holds every refund that one booking can come to. */
const refundsMax = 100;

/** Parameters whose fault is the customer's means of payment or the sum, not the request as such. */
const declinableParams = new Set(['payment_method', 'amount', 'currency']);

const connectionOf = (apiBase: string) => {
  const url = new URL(apiBase);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.pathname !== '/')
    throw new Error('the address of Stripe is an http or https URL without a path');
  return { protocol, host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443') } as const;
};

const exactly = (money: Money): number => {
  const amount = stripeAmount(money);
  if (amount === undefined)
    throw new PaymentRefused(`Stripe cannot move exactly ${money.amount} ${money.currency}`);
  return amount;
};

const authorizeResult = (intent: Stripe.PaymentIntent): AuthorizeResult => {
  switch (intent.status) {
    case 'requires_capture':
    case 'succeeded':
      return { outcome: 'authorized', authorizationId: intent.id };
    case 'processing':
      return { outcome: 'pending' };
    default: {
      const { last_payment_error: failed } = intent;
      return { outcome: 'declined', code: failed?.decline_code ?? failed?.code ?? intent.status };
    }
  }
};

const refundResult = (refund: Stripe.Refund): RefundResult => {
  switch (refund.status) {
    case 'succeeded':
      return { outcome: 'refunded', refundId: refund.id };
    case 'failed':
    case 'canceled':
      return { outcome: 'failed', code: refund.failure_reason ?? refund.status };
    default:
      return { outcome: 'pending' };
  }
};

const isAlreadyRefunded = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'charge_already_refunded';

const hasFailed = ({ status }: Stripe.Refund): boolean => status === 'failed' || status === 'canceled';

/** What of an intent's money was paid back by somebody else than this booking. */
const foreign = (refunds: readonly Stripe.Refund[], bookingId: string): readonly Stripe.Refund[] =>
  refunds.filter((each) => !hasFailed(each) && each.metadata?.bookingId !== bookingId);
const sumOf = (refunds: readonly Stripe.Refund[]): number =>
  refunds.reduce((sum, { amount }) => sum + amount, 0);

/** The port's calls as requests to Stripe; a repeat is the same to the letter. They throw what the client throws. */
const openCalls = (stripe: Stripe) => {
  /** Once an earlier request of a call may have acted, nothing after it may say that nothing was reached. */
  const lookUp = async (id: string): Promise<Stripe.PaymentIntent> => {
    try {
      return await stripe.paymentIntents.retrieve(id);
    } catch (error) {
      if (isTurnedDown(error)) throw error;
      throw new PaymentUnanswered('Stripe did not say how the payment stands', { cause: error });
    }
  };

  const refundsOf = async (intentId: string): Promise<readonly Stripe.Refund[]> =>
    (await stripe.refunds.list({ payment_intent: intentId, limit: refundsMax })).data;

  /** The same, after a request that may have acted. */
  const lookUpRefunds = async (intentId: string): Promise<readonly Stripe.Refund[]> => {
    try {
      return await refundsOf(intentId);
    } catch (error) {
      throw new PaymentUnanswered('Stripe did not say what was paid back', { cause: error });
    }
  };

  const authorize = async (call: AuthorizeCall): Promise<AuthorizeResult> => {
    const amount = stripeAmount(call.amount);
    if (amount === undefined) return { outcome: 'declined', code: 'amount_not_chargeable' };
    try {
      const intent = await stripe.paymentIntents.create(
        {
          amount,
          currency: call.amount.currency.toLowerCase(),
          payment_method: call.token,
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
          capture_method: 'manual',
          confirm: true,
          // Nobody is there to pass a further check: the bank's wish for one is a refusal.
          error_on_requires_action: true,
          metadata: { bookingId: call.bookingId, key: call.key },
        },
        { idempotencyKey: call.key },
      );
      // A repeat is given the intent as it was at first.
      return authorizeResult(intent.status === 'processing' ? await lookUp(intent.id) : intent);
    } catch (error) {
      const isDeclined =
        error instanceof Stripe.errors.StripeCardError ||
        (error instanceof Stripe.errors.StripeInvalidRequestError && declinableParams.has(error.param ?? ''));
      if (isDeclined) return { outcome: 'declined', code: codeOf(error) };
      throw error;
    }
  };

  /** By this call, or by hand: then it counts as ours when it is what we wanted and still there. */
  const captureMade = async (call: CaptureCall, intent: Stripe.PaymentIntent): Promise<CaptureResult> => {
    const captured: CaptureResult = { outcome: 'captured', captureId: intent.id };
    if (intent.metadata.captureKey === call.key) return captured;
    const isWhole =
      intent.amount_received === exactly(call.amount) &&
      foreign(await lookUpRefunds(intent.id), call.bookingId).length === 0;
    return isWhole ? captured : { outcome: 'failed', code: 'captured_otherwise' };
  };

  /** After an answer that leaves open how the capture went. */
  const captureByState = async (call: CaptureCall, error?: unknown): Promise<CaptureResult> => {
    const intent = await lookUp(call.authorizationId);
    if (intent.status === 'succeeded') return await captureMade(call, intent);
    if (intent.status === 'canceled') {
      const code = error instanceof Stripe.errors.StripeCardError ? codeOf(error) : 'authorization_void';
      return { outcome: 'failed', code };
    }
    if (intent.status === 'processing') return { outcome: 'pending' };
    if (error instanceof Stripe.errors.StripeCardError) return { outcome: 'failed', code: codeOf(error) };
    throw error ?? new PaymentUnanswered('Stripe has not captured the payment yet');
  };

  const capture = async (call: CaptureCall): Promise<CaptureResult> => {
    try {
      const intent = await stripe.paymentIntents.capture(
        call.authorizationId,
        { amount_to_capture: exactly(call.amount), metadata: { captureKey: call.key } },
        { idempotencyKey: call.key },
      );
      if (intent.status === 'succeeded') return { outcome: 'captured', captureId: intent.id };
    } catch (error) {
      if (isTurnedDown(error) || error instanceof Stripe.errors.StripeAPIError)
        return await captureByState(call, error);
      throw error;
    }
    return await captureByState(call);
  };

  const voidAuthorization = async (call: VoidCall): Promise<VoidResult> => {
    try {
      const options = { idempotencyKey: call.key };
      const intent = await stripe.paymentIntents.cancel(call.authorizationId, {}, options);
      return { outcome: intent.status === 'canceled' ? 'voided' : 'pending' };
    } catch (error) {
      if (!isTurnedDown(error) && !(error instanceof Stripe.errors.StripeAPIError)) throw error;
      return await voidByState(call, error);
    }
  };

  /** After a refusal, by what the intent is now: lapsed or given up before, or taken by hand. */
  const voidByState = async (
    { authorizationId, bookingId }: VoidCall,
    error: unknown,
  ): Promise<VoidResult> => {
    const intent = await lookUp(authorizationId);
    if (intent.status === 'canceled') return { outcome: 'voided' };
    if (intent.status === 'processing') return { outcome: 'pending' };
    if (intent.status === 'requires_capture' && isTurnedDown(error)) {
      // Under its key Stripe would repeat a refusal for a day; giving up twice is giving up once.
      const { status } = await stripe.paymentIntents.cancel(authorizationId);
      return { outcome: status === 'canceled' ? 'voided' : 'pending' };
    }
    if (intent.status !== 'succeeded') throw error;
    const left = intent.amount_received - sumOf(foreign(await lookUpRefunds(intent.id), bookingId));
    if (left <= 0) return { outcome: 'voided' };
    const amount = moneyOfStripe(left, intent.currency);
    return { outcome: 'captured', captureId: intent.id, amount };
  };

  const refund = async (call: RefundCall): Promise<RefundResult> => {
    const made = await refundsOf(call.captureId);
    const earlier = made.filter(({ metadata }) => metadata?.key === call.key);
    const standing = earlier.find((each) => !hasFailed(each));
    if (standing !== undefined) return refundResult(standing);
    // Stripe would repeat a failure for ever under its key; the number of failures makes the next one, on any node.
    const idempotencyKey = earlier.length === 0 ? call.key : `${call.key}/again-${earlier.length}`;
    const metadata = { bookingId: call.bookingId, key: call.key };
    const params = { payment_intent: call.captureId, amount: exactly(call.amount), metadata };
    try {
      return refundResult(await stripe.refunds.create(params, { idempotencyKey }));
    } catch (error) {
      const [byHand] = foreign(made, call.bookingId);
      if (byHand !== undefined && isAlreadyRefunded(error)) return refundResult(byHand);
      const isOurs =
        error instanceof Stripe.errors.StripeInvalidRequestError &&
        (error.param !== undefined || error.code === 'charge_already_refunded');
      if (isTurnedDown(error) && !isOurs) return { outcome: 'failed', code: codeOf(error) };
      throw error;
    }
  };

  return { authorize, capture, voidAuthorization, refund };
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
  const calls = openCalls(stripe);

  const told =
    <Call extends { readonly key: string }, Result>(step: string, act: (call: Call) => Promise<Result>) =>
    async (call: Call): Promise<Result> => {
      try {
        return await act(call);
      } catch (error) {
        const failure = stripeFailure(error);
        // Stripe's own request id is what its support asks for; the call holds a token and is not told.
        const requestId = error instanceof Stripe.errors.StripeError ? error.requestId : undefined;
        const details = { key: call.key, failure: failure.name, requestId, reason: failure.message };
        logger.warn(details, `Stripe gave no result for ${step}`);
        throw failure;
      }
    };

  return {
    authorize: told('authorize', calls.authorize),
    capture: told('capture', calls.capture),
    voidAuthorization: told('void', calls.voidAuthorization),
    refund: told('refund', calls.refund),
    close: async () => http.close(),
  };
};
