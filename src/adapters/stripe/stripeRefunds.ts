import Stripe from 'stripe';
import {
  type GatewayRefund,
  PaymentUnanswered,
  type RefundCall,
  type RefundResult,
  type RefundsCall,
} from '../../ports/PaymentGateway.ts';
import { exactStripeAmount, moneyOfStripe } from './stripeAmount.ts';
import { codeOf, codeOfError, isTurnedDown } from './stripeFailure.ts';

/** One page has all refunds of a booking. */
const refundsMax = 100;

const refundResult = (refund: Stripe.Refund): RefundResult => {
  switch (refund.status) {
    case 'succeeded':
      return { outcome: 'refunded', refundId: refund.id };
    case 'failed':
    case 'canceled':
      return { outcome: 'failed', code: codeOf(refund.failure_reason, refund.status) };
    default:
      return { outcome: 'pending' };
  }
};

const isAlreadyRefunded = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'charge_already_refunded';

const hasFailed = ({ status }: Stripe.Refund): boolean => status === 'failed' || status === 'canceled';

const foreign = (refunds: readonly Stripe.Refund[], bookingId: string): readonly Stripe.Refund[] =>
  refunds.filter((each) => !hasFailed(each) && each.metadata?.bookingId !== bookingId);
const sumOf = (refunds: readonly Stripe.Refund[]): number =>
  refunds.reduce((sum, { amount }) => sum + amount, 0);

export type StripeRefunds = ReturnType<typeof stripeRefunds>;

export const stripeRefunds = (stripe: Stripe) => {
  const list = async (intentId: string): Promise<readonly Stripe.Refund[]> =>
    (await stripe.refunds.list({ payment_intent: intentId, limit: refundsMax })).data;

  /** The request before may have acted, so this never throws PaymentUnavailable. */
  const lookUp = async (intentId: string): Promise<readonly Stripe.Refund[]> => {
    try {
      return await list(intentId);
    } catch (error) {
      throw new PaymentUnanswered('Stripe did not say what was paid back', { cause: error });
    }
  };

  /** What was captured less refunds made by hand. */
  const leftOf = async (intent: Stripe.PaymentIntent, bookingId: string): Promise<number> =>
    intent.amount_received - sumOf(foreign(await lookUp(intent.id), bookingId));

  const refundsOf = async ({ captureId, bookingId }: RefundsCall): Promise<readonly GatewayRefund[]> =>
    (await list(captureId))
      .filter((each) => !hasFailed(each))
      .map(({ id: refundId, amount, currency, created, metadata }) => ({
        refundId,
        amount: moneyOfStripe(amount, currency),
        at: new Date(created * 1_000).toISOString(),
        ...(metadata?.bookingId === bookingId && metadata.key !== undefined ? { key: metadata.key } : {}),
      }))
      .toReversed();

  /** A key used with another amount (part was refunded by hand since) is extended by the amount. */
  const create = async (
    params: Stripe.RefundCreateParams,
    idempotencyKey: string,
  ): Promise<Stripe.Refund> => {
    try {
      return await stripe.refunds.create(params, { idempotencyKey });
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeIdempotencyError)) throw error;
      return await stripe.refunds.create(params, { idempotencyKey: `${idempotencyKey}/${params.amount}` });
    }
  };

  const refund = async (call: RefundCall): Promise<RefundResult> => {
    const made = await list(call.captureId);
    const earlier = made.filter(({ metadata }) => metadata?.key === call.key);
    const standing = earlier.find((each) => !hasFailed(each));
    if (standing !== undefined) return refundResult(standing);
    // Stripe repeats a failure under its key, so the key counts failures.
    const idempotencyKey = earlier.length === 0 ? call.key : `${call.key}/again-${earlier.length}`;
    const metadata = { bookingId: call.bookingId, key: call.key };
    const params = { payment_intent: call.captureId, amount: exactStripeAmount(call.amount), metadata };
    try {
      return refundResult(await create(params, idempotencyKey));
    } catch (error) {
      const [byHand] = foreign(made, call.bookingId);
      if (byHand !== undefined && isAlreadyRefunded(error)) return refundResult(byHand);
      const isOurs =
        error instanceof Stripe.errors.StripeInvalidRequestError &&
        (error.param !== undefined || error.code === 'charge_already_refunded');
      if (isTurnedDown(error) && !isOurs) return { outcome: 'failed', code: codeOfError(error) };
      throw error;
    }
  };

  return { refund, refundsOf, leftOf };
};
