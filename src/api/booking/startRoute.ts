import type { FastifyReply } from 'fastify';
import type { StartBookingOutcome } from '../../commands/booking/answerAttempt.ts';
import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import type { Commands } from '../../commands/Commands.ts';
import type { Clock } from '../../ports/Clock.ts';
import { gatewayCodeOf } from '../../ports/gatewayCodes.ts';
import { readHoldToken } from '../hold/holdToken.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { everyKey } from '../http/ApiSecrets.ts';
import { notYours, ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome } from '../http/problems/refusals.ts';
import { replyToWrite } from '../http/schemas.ts';
import { setWriteHeaders } from '../http/writeAnswer.ts';
import { keyedWriteRequest, type WriteDeps } from '../http/writeRequest.ts';
import { issueBookingAccess } from './bookingAccess.ts';
import { type ExtrasDeps, extrasOf } from './bookingExtras.ts';
import { type BuyerDeps, buyerOf, demandCustomer } from './buyerOf.ts';
import { type PaymentBudgetsDeps, paymentBudgets } from './paymentBudgets.ts';
import { type PurchaseLimitDeps, purchaseLimit } from './purchaseLimit.ts';
import { bookingBody, newBookingShown } from './schemas.ts';
import { bookingView } from './views.ts';

/** When a customer whose payment is pending may ask again. */
const pendingRetrySeconds = 2;

type Told = Extract<StartBookingOutcome, { readonly outcome: 'confirmed' | 'pending' }>;

const pendingView = (told: Told) => {
  const shown = bookingView(told.booking);
  if (told.outcome !== 'pending' || told.action === undefined) return shown;
  const action = { kind: 'stripe', clientSecret: told.action } as const;
  return { ...shown, payment: { ...shown.payment, action } };
};

/** What was bought; the refusals of a payment carry the headers of a remembered answer. */
const toldOrProblem = (reply: FastifyReply, outcome: StartBookingOutcome): Told => {
  switch (outcome.outcome) {
    case 'confirmed':
    case 'pending':
      setWriteHeaders(reply, outcome);
      return outcome;
    case 'declined':
    case 'failed': {
      setWriteHeaders(reply, outcome);
      const { code, booking } = outcome;
      throw new ProblemError({
        name: outcome.outcome === 'declined' ? 'payment-declined' : 'payment-failed',
        fields: { code: gatewayCodeOf(code), bookingId: booking.bookingId },
      });
    }
    case 'payment-unavailable':
      throw new ProblemError({
        name: 'payment-unavailable',
        retryAfterSeconds: Math.max(1, Math.ceil(outcome.retryAfterMs / 1_000)),
      });
    case 'rejected':
    case 'key-reused':
    case 'in-progress':
    case 'unavailable':
      throw new ProblemError(problemOfOutcome(outcome));
  }
};

export interface StartRouteDeps extends WriteDeps, PaymentBudgetsDeps, PurchaseLimitDeps, BuyerDeps {
  readonly commands: ExtrasDeps['commands'] & Pick<Commands, 'theaters'>;
  readonly bookings: Pick<BookingUseCases, 'startBooking' | 'refuseReusedKey' | 'isRemembered'>;
  readonly clock: Clock;
}

export const startBookingRoute = (app: ApiInstance, deps: StartRouteDeps): void => {
  const { secrets, bookings } = deps;
  const withinBudget = paymentBudgets(app, deps);
  const withinLimit = purchaseLimit(app, deps);

  app.post(
    '/v1/bookings',
    {
      schema: {
        operationId: 'createBooking',
        problems: [
          'budget-exhausted',
          'not-found',
          'payment-declined',
          'payment-failed',
          'booking-in-progress',
          'customer-erased',
          'hold-already-booked',
          'purchase-limit',
          'too-many-payments',
          'hold-expired',
          'unknown-add-on',
          'promo-code-not-valid',
          'quote-changed',
          'currency-in-use',
          'payment-unavailable',
        ],
        summary: 'Pay for a hold',
        description: `${replyToWrite} 202 while the payment is not decided: repeat the request, or read the booking. With the method card-3ds it may carry payment.action: the holder of the card has to confirm the payment.`,
        tags: ['book'],
        body: bookingBody,
        response: { 201: newBookingShown, 202: newBookingShown },
      },
    },
    async (request, reply) => {
      demandCustomer(request, request.body.customer);
      const { context } = keyedWriteRequest(request, deps, request.body);
      const reused = await bookings.refuseReusedKey(context);
      if (reused !== undefined) throw new ProblemError(problemOfOutcome(reused));
      const { holdToken, customer, payment, promoCode, addOns, expectedTotal } = request.body;
      const held = readHoldToken(everyKey(secrets, 'holdToken'), holdToken);
      if (held === undefined) throw notYours('There is no hold for this holdToken');
      const { discount } = await extrasOf(deps, held, { promoCode, addOns });
      const buyer = await buyerOf(deps, request, held, customer);
      const start = {
        ...{ ...held, ...buyer, payment },
        ...(discount === undefined ? {} : { discount: discount.amount }),
        ...(expectedTotal === undefined ? {} : { expectedTotal }),
      };
      const asked = {
        held,
        payment,
        customerId: buyer.customerId,
        requestKey: context.idempotency?.key ?? request.id,
        isRemembered: () => bookings.isRemembered(held, context),
      };
      const outcome = await withinBudget(request, asked, () =>
        withinLimit(request, asked, () => bookings.startBooking(start, context)),
      );
      const told = toldOrProblem(reply, outcome);
      const { bookingId } = told.booking;
      if (told.outcome === 'pending') reply.header('retry-after', pendingRetrySeconds);
      return reply
        .code(told.outcome === 'confirmed' ? 201 : 202)
        .header('location', `/v1/bookings/${bookingId}`)
        .send({
          ...pendingView(told),
          accessToken: issueBookingAccess(secrets.bookingAccess, bookingId),
        });
    },
  );
};
