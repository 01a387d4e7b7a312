import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import type { Commands } from '../../commands/Commands.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import { freshSignInAboveMinor } from '../../domain/policies/policies.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { demandFreshSignIn } from '../http/auth/access.ts';
import { isGuest } from '../http/auth/Caller.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome, problemOfRejection } from '../http/problems/refusals.ts';
import { replyToWrite } from '../http/schemas.ts';
import { setWriteHeaders } from '../http/writeAnswer.ts';
import { keyedWriteRequest, type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { type BookingOpenerDeps, bookingOpener, bookingDescribed as described } from './bookingOpener.ts';
import { cancelBookingBody, cancelledShown, quoteQuery, quoteShown } from './schemas.ts';
import { refundView } from './views.ts';

export interface CancelRoutesDeps extends BookingOpenerDeps, WriteDeps {
  readonly bookings: Pick<BookingUseCases, 'cancelBooking' | 'quoteRefund'>;
  readonly clock: Clock;
  readonly position: PositionedView;
  readonly commands: Pick<Commands, 'theaters'>;
}

export const bookingCancelRoutes = (app: ApiInstance, deps: CancelRoutesDeps): void => {
  const { bookings, clock } = deps;
  const { opened, demandTheaterOf, openersOnly } = bookingOpener(deps);
  const preHandler = readsAtPosition(deps.position);

  /** A guest's proof is the booking's own token, which no sign-in renews. */
  const demandFreshFor = async (
    request: FastifyRequest,
    { terms, seatIds }: NonNullable<z.output<typeof cancelBookingBody>>,
    context: CommandContext,
  ): Promise<void> => {
    const { caller } = request;
    const nowMs = clock.nowMs();
    if (isGuest(caller) || nowMs <= caller.freshUntilMs) return;
    const { booking } = await opened(request);
    const { state: theater } = await deps.commands.theaters.read(booking.theaterId);
    const limit = freshSignInAboveMinor(theater.status === 'none' ? undefined : theater.details.policies);
    const { bookingId } = booking;
    const full = terms === 'full' ? { terms } : {};
    const asked = { bookingId, ...(seatIds === undefined ? {} : { seatIds }), ...full, nowMs };
    const quoted = await bookings.quoteRefund(asked, context);
    // What cannot be refunded is refused by the cancellation itself.
    if (quoted.outcome === 'rejected') return;
    if (quoted.quote.refund.amount > limit) demandFreshSignIn(caller, nowMs);
  };

  app.get(
    '/v1/bookings/:id/refund-quote',
    {
      schema: {
        operationId: 'quoteRefund',
        problems: ['not-cancellable', 'unknown-seat', 'seats-belong-together'],
        ...described,
        summary: 'What giving seats up would pay back now',
        querystring: quoteQuery,
        response: { 200: quoteShown },
      },
      onRequest: openersOnly,
      preHandler,
    },
    async (request, reply) => {
      const { seatIds, terms } = request.query;
      if (terms === 'full') await demandTheaterOf(request);
      const { context } = writeRequest(request, deps, undefined);
      const outcome = await bookings.quoteRefund(
        {
          bookingId: request.params.id,
          ...(seatIds === undefined ? {} : { seatIds }),
          ...(terms === 'full' ? { terms } : {}),
          nowMs: clock.nowMs(),
        },
        context,
      );
      if (outcome.outcome === 'rejected') throw new ProblemError(problemOfRejection(outcome.rejection));
      reply.header('cache-control', 'no-store');
      return { ...outcome.quote, ...(outcome.provisional ? { provisional: true } : {}) };
    },
  );

  app.post(
    '/v1/bookings/:id/cancel',
    {
      schema: {
        operationId: 'cancelBooking',
        problems: [
          'sign-in-again',
          'not-cancellable',
          'refund-changed',
          'unknown-seat',
          'seats-belong-together',
        ],
        ...described,
        summary: 'Give seats up: all of them, or some',
        description: `${replyToWrite} With a token, a refund above the theater's limit wants a sign-in of the last 15 minutes.`,
        body: cancelBookingBody,
        response: { 200: cancelledShown },
      },
      onRequest: openersOnly,
    },
    async (request, reply) => {
      const asked = request.body ?? {};
      const write = keyedWriteRequest(request, deps, asked);
      const { terms, ...rest } = asked;
      if (terms === 'full') await demandTheaterOf(request);
      await demandFreshFor(request, asked, write.context);
      const outcome = await bookings.cancelBooking(
        {
          bookingId: request.params.id,
          cancellationId: write.newId('cancellation'),
          ...rest,
          ...(terms === 'full' ? { terms } : {}),
        },
        write.context,
      );
      if (outcome.outcome !== 'cancelled') throw new ProblemError(problemOfOutcome(outcome));
      setWriteHeaders(reply, outcome);
      const { booking, cancellation, refundStatus } = outcome;
      return {
        bookingId: booking.bookingId,
        status: booking.status,
        refund: refundView(cancellation, refundStatus),
        seatsReleased: [...cancellation.seatIds],
      };
    },
  );
};
