import Stripe from 'stripe';
import { type GatewayCode, gatewayCodeOf } from '../../ports/gatewayCodes.ts';
import { PaymentRefused, PaymentUnanswered, PaymentUnavailable } from '../../ports/PaymentGateway.ts';
import { ConnectionFailed } from './oneTryHttpClient.ts';

export type PaymentFailure = PaymentUnavailable | PaymentUnanswered | PaymentRefused;

const { errors } = Stripe;

export const isTurnedDown = (
  error: unknown,
): error is Stripe.errors.StripeCardError | Stripe.errors.StripeInvalidRequestError =>
  error instanceof errors.StripeCardError || error instanceof errors.StripeInvalidRequestError;

/** Told to a thief, these would say what to try next. */
const notTold = new Set(['lost_card', 'stolen_card', 'pickup_card', 'fraudulent', 'merchant_blacklist']);

/** Of the list only: the provider may send any text. */
export const codeOf = (...given: readonly (string | null | undefined)[]): GatewayCode => {
  const said = given.find((each) => each !== undefined && each !== null && each !== '') ?? 'card_declined';
  return notTold.has(said) ? 'generic_decline' : gatewayCodeOf(said);
};

export const codeOfError = ({ decline_code, code, rawType }: Stripe.errors.StripeError): GatewayCode =>
  codeOf(decline_code, code, rawType);

const requestIdForm = /^req_[A-Za-z0-9]{1,64}$/;
const typeForm = /^Stripe[A-Za-z]{1,40}Error$/;

/** Stripe's support asks for the id of the request. */
export const requestIdOf = (error: unknown): string | undefined => {
  const id = error instanceof errors.StripeError ? error.requestId : undefined;
  return id !== undefined && requestIdForm.test(id) ? id : undefined;
};

/** What went wrong without a word of the provider's text, which may hold what a customer or an attacker wrote. */
const whatOf = (error: unknown): string => {
  if (!(error instanceof errors.StripeError)) return 'Stripe: the call failed here';
  const { type, statusCode } = error;
  const kind = typeForm.test(type) ? type : 'an unknown error';
  return `Stripe: ${kind}${statusCode === undefined ? '' : ` (${statusCode})`}`;
};

/** Without a cause: it would be logged with its text. */
export const stripeFailure = (error: unknown): PaymentFailure => {
  if (error instanceof PaymentUnavailable) return new PaymentUnavailable(error.message);
  if (error instanceof PaymentUnanswered) return new PaymentUnanswered(error.message);
  if (error instanceof PaymentRefused) return new PaymentRefused(error.message, { code: error.code });
  const message = whatOf(error);
  if (error instanceof errors.StripeConnectionError) {
    const { detail } = error;
    return detail instanceof ConnectionFailed && !detail.sent
      ? new PaymentUnavailable(`${message}: not sent (${detail.systemCode})`)
      : new PaymentUnanswered(message);
  }
  if (
    error instanceof errors.StripeAuthenticationError ||
    error instanceof errors.StripePermissionError ||
    error instanceof errors.StripeRateLimitError
  )
    return new PaymentUnavailable(message);
  if (error instanceof errors.StripeIdempotencyError || isTurnedDown(error))
    return new PaymentRefused(message, { code: codeOfError(error) });
  // An error of Stripe, or 409 while the same key is in progress: it may have acted.
  return new PaymentUnanswered(message);
};
