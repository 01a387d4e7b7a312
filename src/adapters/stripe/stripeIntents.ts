import Stripe from 'stripe';
import type { GatewayCode } from '../../ports/gatewayCodes.ts';
import {
  type AuthorizeCall,
  type AuthorizeResult,
  type CaptureCall,
  type CaptureResult,
  cardWithHolder,
  type PaymentCall,
  PaymentUnanswered,
  type VoidCall,
  type VoidResult,
} from '../../ports/PaymentGateway.ts';
import { exactStripeAmount, moneyOfStripe, stripeAmount } from './stripeAmount.ts';
import { codeOf, codeOfError, isTurnedDown, stripeFailure } from './stripeFailure.ts';
import type { StripeRefunds } from './stripeRefunds.ts';

/** Faults of the card or the amount, not of the request. */
const declinableParams = new Set(['payment_method', 'amount', 'currency']);

const declinedWith = (code: GatewayCode, method: Stripe.PaymentMethod | undefined): AuthorizeResult => {
  const card = method?.card?.fingerprint ?? undefined;
  return { outcome: 'declined', code, ...(card === undefined ? {} : { card }) };
};

const authorizeResult = (intent: Stripe.PaymentIntent): AuthorizeResult => {
  switch (intent.status) {
    case 'requires_capture':
    case 'succeeded':
      return { outcome: 'authorized', authorizationId: intent.id };
    case 'processing':
      return { outcome: 'pending' };
    case 'requires_action':
      return {
        outcome: 'pending',
        ...(intent.client_secret === null ? {} : { action: intent.client_secret }),
      };
    default: {
      const { last_payment_error: failed } = intent;
      const code = codeOf(failed?.decline_code, failed?.code, intent.status);
      return declinedWith(code, failed?.payment_method);
    }
  }
};

const isOpen = ({ status }: Stripe.PaymentIntent): boolean =>
  status === 'processing' || status === 'requires_action';

/** Stripe itself waits for ever for a customer to confirm. */
const confirmWithinMs = 15 * 60_000;

/** Methods throw what the client throws, but `cardOf` what the port says. */
export const stripeIntents = (stripe: Stripe, { leftOf }: StripeRefunds, nowMs: () => number) => {
  /** The request before may have acted, so this never throws PaymentUnavailable. */
  const lookUp = async (id: string): Promise<Stripe.PaymentIntent> => {
    try {
      return await stripe.paymentIntents.retrieve(id);
    } catch (error) {
      if (isTurnedDown(error)) throw error;
      throw new PaymentUnanswered('Stripe did not say how the payment stands', { cause: error });
    }
  };

  const hasLapsed = ({ status, created }: Stripe.PaymentIntent): boolean =>
    status === 'requires_action' && created * 1_000 + confirmWithinMs <= nowMs();

  /** As it is now. A customer who has not confirmed in time is not waited for. */
  const resultOf = async (id: string): Promise<AuthorizeResult> => {
    const intent = await lookUp(id);
    if (!hasLapsed(intent)) return authorizeResult(intent);
    try {
      return authorizeResult(await stripe.paymentIntents.cancel(id));
    } catch (error) {
      if (!isTurnedDown(error)) throw error;
      return authorizeResult(await lookUp(id));
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
          ...(call.method === cardWithHolder ? { use_stripe_sdk: true } : { error_on_requires_action: true }),
          metadata: { bookingId: call.bookingId, key: call.key },
        },
        { idempotencyKey: call.key },
      );
      // A repeat returns the intent as it was after the first request.
      return isOpen(intent) ? await resultOf(intent.id) : authorizeResult(intent);
    } catch (error) {
      const isDeclined =
        error instanceof Stripe.errors.StripeCardError ||
        (error instanceof Stripe.errors.StripeInvalidRequestError && declinableParams.has(error.param ?? ''));
      if (isDeclined) return declinedWith(codeOfError(error), error.payment_method);
      throw error;
    }
  };

  const cardOf = async (token: string): Promise<string | undefined> => {
    try {
      return (await stripe.paymentMethods.retrieve(token)).card?.fingerprint ?? undefined;
    } catch (error) {
      if (isTurnedDown(error)) return undefined;
      throw stripeFailure(error);
    }
  };

  /** Search finds intents older than about a minute; the token of this attempt is gone. */
  const findAuthorization = async ({
    key,
  }: PaymentCall): Promise<AuthorizeResult | { readonly outcome: 'unknown' }> => {
    const { data } = await stripe.paymentIntents.search({ query: `metadata['key']:'${key}'`, limit: 1 });
    const [found] = data;
    return found === undefined ? { outcome: 'unknown' } : await resultOf(found.id);
  };

  /** A capture by hand counts if it is of the whole amount without refunds. */
  const captureMade = async (call: CaptureCall, intent: Stripe.PaymentIntent): Promise<CaptureResult> => {
    const captured: CaptureResult = { outcome: 'captured', captureId: intent.id };
    if (intent.metadata.captureKey === call.key) return captured;
    const whole = exactStripeAmount(call.amount);
    const isWhole = intent.amount_received === whole && (await leftOf(intent, call.bookingId)) === whole;
    return isWhole ? captured : { outcome: 'failed', code: 'captured_otherwise' };
  };

  const captureByState = async (call: CaptureCall, error?: unknown): Promise<CaptureResult> => {
    const intent = await lookUp(call.authorizationId);
    if (intent.status === 'succeeded') return await captureMade(call, intent);
    if (intent.status === 'canceled') {
      const code = error instanceof Stripe.errors.StripeCardError ? codeOfError(error) : 'authorization_void';
      return { outcome: 'failed', code };
    }
    if (intent.status === 'processing') return { outcome: 'pending' };
    if (error instanceof Stripe.errors.StripeCardError)
      return { outcome: 'failed', code: codeOfError(error) };
    throw error ?? new PaymentUnanswered('Stripe has not captured the payment yet');
  };

  const capture = async (call: CaptureCall): Promise<CaptureResult> => {
    try {
      const intent = await stripe.paymentIntents.capture(
        call.authorizationId,
        { amount_to_capture: exactStripeAmount(call.amount), metadata: { captureKey: call.key } },
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

  const voidByState = async (
    { authorizationId, bookingId }: VoidCall,
    error: unknown,
  ): Promise<VoidResult> => {
    const intent = await lookUp(authorizationId);
    if (intent.status === 'canceled') return { outcome: 'voided' };
    if (intent.status === 'processing') return { outcome: 'pending' };
    if (intent.status === 'requires_capture' && isTurnedDown(error)) {
      // Stripe repeats a refusal under its key for a day. Cancelling twice is harmless, so no key is used.
      const { status } = await stripe.paymentIntents.cancel(authorizationId);
      return { outcome: status === 'canceled' ? 'voided' : 'pending' };
    }
    if (intent.status !== 'succeeded') throw error;
    const left = await leftOf(intent, bookingId);
    if (left <= 0) return { outcome: 'voided' };
    const amount = moneyOfStripe(left, intent.currency);
    return { outcome: 'captured', captureId: intent.id, amount };
  };

  return { authorize, cardOf, findAuthorization, capture, voidAuthorization };
};
