import Stripe from 'stripe';
import { PaymentRefused, PaymentUnanswered, PaymentUnavailable } from '../../ports/PaymentGateway.ts';
import { ConnectionFailed } from './oneTryHttpClient.ts';

export type PaymentFailure = PaymentUnavailable | PaymentUnanswered | PaymentRefused;

const { errors } = Stripe;

export const isTurnedDown = (
  error: unknown,
): error is Stripe.errors.StripeCardError | Stripe.errors.StripeInvalidRequestError =>
  error instanceof errors.StripeCardError || error instanceof errors.StripeInvalidRequestError;

export const codeOf = (error: Stripe.errors.StripeError): string =>
  error.decline_code || error.code || error.rawType || 'declined';

export const stripeFailure = (error: unknown): PaymentFailure => {
  if (
    error instanceof PaymentUnavailable ||
    error instanceof PaymentUnanswered ||
    error instanceof PaymentRefused
  )
    return error;
  const message = `Stripe: ${error instanceof Error ? error.message : String(error)}`;
  const options = { cause: error };
  if (error instanceof errors.StripeConnectionError) {
    const { detail } = error;
    return detail instanceof ConnectionFailed && !detail.sent
      ? new PaymentUnavailable(`${message} (${detail.message})`, options)
      : new PaymentUnanswered(message, options);
  }
  if (
    error instanceof errors.StripeAuthenticationError ||
    error instanceof errors.StripePermissionError ||
    error instanceof errors.StripeRateLimitError
  )
    return new PaymentUnavailable(message, options);
  if (error instanceof errors.StripeIdempotencyError || isTurnedDown(error))
    return new PaymentRefused(message, { ...options, code: codeOf(error) });
  // An error of Stripe, or 409 while the same key is in progress: it may have acted.
  return new PaymentUnanswered(message, options);
};
