/**
 * Buying what is held, and what may be done with a booking. Its access token, its customer's own token or staff of its
 * theater open it; to everybody else there is no such booking.
 */

import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import type { StartBookingOutcome } from '../../commands/booking/answerAttempt.ts';
import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import type { Commands } from '../../commands/Commands.ts';
import { keptSeats } from '../../domain/booking/BookingState.ts';
import { notCancellable } from '../../domain/booking/cancelSeats.ts';
import { refundQuote } from '../../domain/booking/refunds.ts';
import { idSchema } from '../../domain/kernel/ids.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import { ticketMediaTypes } from '../../ports/TicketRenderer.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';
import { readHoldToken } from '../hold/holdToken.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { everyKey } from '../http/ApiSecrets.ts';
import { hasRole, mayActFor } from '../http/auth/Caller.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome, problemOfRejection } from '../http/problems/refusals.ts';
import { idParams, replyToWrite } from '../http/schemas.ts';
import { setWriteHeaders } from '../http/writeAnswer.ts';
import { keyedWriteRequest, type WriteDeps } from '../http/writeRequest.ts';
import type { TicketServices } from '../ticket/TicketServices.ts';
import { issueBookingAccess, provesBooking } from './bookingAccess.ts';
import { refuseExtras } from './bookingExtras.ts';
import { withReasons } from './cancellationReasons.ts';
import { type BookingRead, readBooking } from './readBooking.ts';
import {
  bookingBody,
  bookingShown,
  cancelBookingBody,
  cancelledShown,
  newBookingShown,
  quoteQuery,
  quoteShown,
} from './schemas.ts';
import { bookingView, refundView } from './views.ts';

/** When a customer who was told to wait may ask again. */
const pendingRetrySeconds = 2;

const ticketExtension = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/svg+xml': 'svg',
} as const satisfies Record<(typeof ticketMediaTypes)[number], string>;

type Told = Extract<StartBookingOutcome, { readonly outcome: 'confirmed' | 'pending' }>;

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
        fields: { code, bookingId: booking.bookingId },
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

export interface BookingRoutesDeps extends WriteDeps {
  readonly events: Pick<EventStore, 'readStream'>;
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly bookings: BookingUseCases;
  readonly customers: CustomerServices;
  readonly tickets: Pick<TicketServices, 'draw'>;
  readonly position: PositionedView;
  readonly clock: Clock;
}

export const bookingRoutes = (app: ApiInstance, deps: BookingRoutesDeps): void => {
  const { secrets, clock, bookings, customers, tickets } = deps;

  /** The booking, for whoever may know of it. Throws not-found for everybody else. */
  const opened = async (request: FastifyRequest): Promise<BookingRead> => {
    const id = idSchema.safeParse((request.params as { id?: unknown }).id).data;
    const header = request.headers['booking-access'];
    const given = typeof header === 'string' ? header : '';
    const found = id === undefined ? undefined : await readBooking(deps.events, id);
    if (found === undefined) throw notFound('There is no such booking');
    const { bookingId, customerId, theaterId } = found.booking;
    const { caller } = request;
    const own = caller.id !== undefined && caller.id === customerId;
    if (
      own ||
      mayActFor(caller, theaterId) ||
      provesBooking(everyKey(secrets, 'bookingAccess'), bookingId, given)
    ) {
      return found;
    }
    throw notFound('There is no such booking');
  };
  const demandTheaterOf = async (request: FastifyRequest): Promise<void> => {
    const { booking } = await opened(request);
    if (!mayActFor(request.caller, booking.theaterId)) throw new ProblemError({ name: 'forbidden' });
  };
  const openersOnly: onRequestAsyncHookHandler = async (request) => {
    if (idSchema.safeParse((request.params as { id?: unknown }).id).success) await opened(request);
  };
  const preHandler = readsAtPosition(deps.position);
  const described = { tags: ['book'], params: idParams, security: [{ token: [] }, { bookingAccess: [] }] };

  app.post(
    '/v1/bookings',
    {
      config: { access: 'anyone' },
      schema: {
        operationId: 'createBooking',
        problems: [
          'not-found',
          'payment-declined',
          'payment-failed',
          'booking-in-progress',
          'customer-erased',
          'hold-already-booked',
          'too-many-payments',
          'hold-expired',
          'unknown-add-on',
          'unknown-promo-code',
          'payment-unavailable',
        ],
        summary: 'Pay for a hold',
        description: `${replyToWrite} 202 while the payment is not decided: repeat the request, or read the booking.`,
        tags: ['book'],
        body: bookingBody,
        response: { 201: newBookingShown, 202: newBookingShown },
      },
    },
    async (request, reply) => {
      const { context } = keyedWriteRequest(request, deps, request.body);
      const reused = await bookings.refuseReusedKey(context);
      if (reused !== undefined) throw new ProblemError(problemOfOutcome(reused));
      const { holdToken, customer, payment, promoCode, addOns } = request.body;
      const held = readHoldToken(everyKey(secrets, 'holdToken'), holdToken);
      if (held === undefined) throw notFound('There is no hold for this holdToken');
      await refuseExtras(deps, held, { promoCode, addOns });
      const { caller } = request;
      const buyer =
        caller.id !== undefined && hasRole(caller, 'customer')
          ? { customerId: caller.id, emailHash: customers.emailHash(customer.email) }
          : { customerId: await customers.guestId(customer.email) };
      const outcome = await bookings.startBooking({ ...held, ...buyer, customer, payment }, context);
      const told = toldOrProblem(reply, outcome);
      const { bookingId } = told.booking;
      if (told.outcome === 'pending') reply.header('retry-after', pendingRetrySeconds);
      return reply
        .code(told.outcome === 'confirmed' ? 201 : 202)
        .header('location', `/v1/bookings/${bookingId}`)
        .send({
          ...bookingView(told.booking),
          accessToken: issueBookingAccess(secrets.bookingAccess, bookingId),
        });
    },
  );

  app.get(
    '/v1/bookings/:id',
    {
      config: { access: 'anyone', etag: true },
      schema: {
        operationId: 'getBooking',
        ...described,
        summary: 'A booking',
        response: { 200: bookingShown },
      },
      preHandler,
    },
    async (request, reply) => {
      const { booking, history } = await opened(request);
      reply.header('cache-control', 'private, no-cache');
      const shown = { ...bookingView(booking), history: [...history] };
      if (!mayActFor(request.caller, booking.theaterId)) return shown;
      const { customerId } = booking;
      return { ...shown, cancellations: await withReasons(customers, booking), customerId };
    },
  );

  app.get(
    '/v1/bookings/:id/refund-quote',
    {
      config: { access: 'anyone' },
      schema: {
        operationId: 'quoteRefund',
        problems: ['not-cancellable'],
        ...described,
        summary: 'What giving seats up would pay back now',
        querystring: quoteQuery,
        response: { 200: quoteShown },
      },
      onRequest: openersOnly,
      preHandler,
    },
    async (request, reply) => {
      const { booking } = await opened(request);
      const nowMs = clock.nowMs();
      const refused = notCancellable(booking, nowMs);
      if (refused !== undefined) throw new ProblemError(problemOfRejection(refused));
      const kept = keptSeats(booking).map(({ id }) => id);
      const seatIds = request.query.seatIds ?? kept;
      const unknown = seatIds.filter((id) => !kept.includes(id));
      if (unknown.length > 0) {
        throw new ProblemError(problemOfRejection({ reason: 'UnknownSeat', unknown }));
      }
      reply.header('cache-control', 'no-store');
      return refundQuote(booking, seatIds, nowMs);
    },
  );

  app.post(
    '/v1/bookings/:id/cancel',
    {
      config: { access: 'anyone' },
      schema: {
        operationId: 'cancelBooking',
        problems: ['not-cancellable', 'refund-changed'],
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
          // Whoever asks: the cinema's own cancellation is that of the showtime.
          by: 'customer',
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

  app.get(
    '/v1/bookings/:id/ticket',
    {
      config: { access: 'anyone' },
      schema: {
        operationId: 'getTicket',
        problems: ['not-acceptable', 'not-confirmed'],
        ...described,
        summary: 'The ticket with its signed QR code',
        response: {
          200: {
            description: 'By Accept; a PDF without it',
            content: Object.fromEntries(ticketMediaTypes.map((type) => [type, { schema: z.string() }])),
          },
        },
      },
      preHandler,
    },
    async (request, reply) => {
      const { booking } = await opened(request);
      const preferred = request.accepts().type([...ticketMediaTypes]);
      const as = ticketMediaTypes.find((type) => type === preferred);
      if (as === undefined) {
        throw new ProblemError({ name: 'not-acceptable', fields: { offered: ticketMediaTypes } });
      }
      const file = await tickets.draw(booking, as);
      if (file === undefined) {
        throw new ProblemError(problemOfRejection({ reason: 'NotConfirmed', bookingStatus: booking.status }));
      }
      return reply
        .type(as)
        .header('vary', 'accept')
        .header('cache-control', 'private, no-store')
        .header(
          'content-disposition',
          `inline; filename="ticket-${booking.reference}.${ticketExtension[as]}"`,
        )
        .send(Buffer.from(file) as unknown as string);
    },
  );
};
