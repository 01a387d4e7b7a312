import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
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
}

export const bookingCancelRoutes = (app: ApiInstance, deps: CancelRoutesDeps): void => {
  const { bookings, clock } = deps;
  const { demandTheaterOf, openersOnly } = bookingOpener(deps);
  const preHandler = readsAtPosition(deps.position);

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
      const { seatIds } = request.query;
      const { context } = writeRequest(request, deps, undefined);
      const outcome = await bookings.quoteRefund(
        {
          bookingId: request.params.id,
          ...(seatIds === undefined ? {} : { seatIds }),
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
        problems: ['not-cancellable', 'refund-changed', 'unknown-seat', 'seats-belong-together'],
        ...described,
        summary: 'Give seats up: all of them, or some',
        description: replyToWrite,
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
