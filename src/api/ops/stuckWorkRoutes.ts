/** Payments and messages that came to a stop, for admins: what they are, and to set them going again. */

import { z } from 'zod';
import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import type { Commands } from '../../commands/Commands.ts';
import { sourceOfMessage } from '../../domain/notification/events.ts';
import type { Clock } from '../../ports/Clock.ts';
import { gatewayCodeOf } from '../../ports/gatewayCodes.ts';
import type { OpenBookingsQueries } from '../../projections/bookings/openBookingsQueries.ts';
import type { OutboxQueries } from '../../projections/outbox/outboxQueries.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type MayBeBehind, readsAtPosition } from '../http/minPosition.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { problemOfOutcome } from '../http/problems/refusals.ts';
import { noBody, pageOf, pageQuery, replyToWrite } from '../http/schemas.ts';
import { decidedAtMs, doneOrProblem, setWriteHeaders } from '../http/writeAnswer.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import {
  messageRetriedShown,
  parkedMessageParams,
  parkedMessageShown,
  paymentRetriedShown,
  stuckPaymentParams,
  stuckPaymentShown,
} from './schemas.ts';

const pageOfQuery = z.strictObject(pageQuery);

export interface StuckWorkRoutesDeps extends WriteDeps {
  readonly bookings: Pick<BookingUseCases, 'retryStuck'>;
  readonly openBookings: Pick<OpenBookingsQueries, 'position' | 'waitFor' | 'stuckPayments'> & MayBeBehind;
  readonly outbox: Pick<OutboxQueries, 'position' | 'waitFor' | 'parkedMessages'>;
  readonly commands: Pick<Commands, 'notifications'>;
  readonly clock: Clock;
}

export const stuckWorkRoutes = (app: ApiInstance, deps: StuckWorkRoutesDeps): void => {
  const { bookings, openBookings, outbox, commands, clock } = deps;
  const tags = ['operate'];

  app.get(
    '/v1/ops/stuck-payments',
    {
      schema: {
        operationId: 'listStuckPayments',
        summary: 'Payments that the gateway turned down too often, the oldest first',
        tags,
        querystring: pageOfQuery,
        response: { 200: pageOf(stuckPaymentShown) },
      },
      preHandler: readsAtPosition(openBookings),
    },
    async (request) => {
      const { items, nextCursor } = await openBookings.stuckPayments(request.query);
      const shown = items.map(({ bookingId, step, stuckAt, tries, code }) => ({
        ...{ bookingId, step, since: stuckAt, tries, reason: gatewayCodeOf(code) },
      }));
      return { items: shown, nextCursor };
    },
  );

  app.post(
    '/v1/ops/stuck-payments/:bookingId/retry',
    {
      schema: {
        operationId: 'retryStuckPayments',
        problems: ['nothing-stuck'],
        summary: 'Ask the gateway again now for all that is stuck in a booking',
        description: `${replyToWrite} What comes of it shows in the booking and in the list.`,
        tags,
        params: stuckPaymentParams,
        body: noBody,
        response: { 202: paymentRetriedShown },
      },
    },
    async (request, reply) => {
      const { context } = writeRequest(request, deps, request.body ?? {});
      const { bookingId } = request.params;
      const outcome = await bookings.retryStuck(bookingId, context);
      if (outcome.outcome !== 'retried') throw new ProblemError(problemOfOutcome(outcome));
      setWriteHeaders(reply, outcome);
      return reply.code(202).send({ bookingId, retriedAt: outcome.retriedAt });
    },
  );

  app.get(
    '/v1/ops/parked-messages',
    {
      schema: {
        operationId: 'listParkedMessages',
        summary: 'Messages to customers that were given up, the latest first',
        tags,
        querystring: pageOfQuery,
        response: { 200: pageOf(parkedMessageShown) },
      },
      preHandler: readsAtPosition(outbox),
    },
    async (request) => {
      const { items, nextCursor } = await outbox.parkedMessages(request.query);
      return { items: items.map(({ messageId, ...rest }) => ({ id: messageId, ...rest })), nextCursor };
    },
  );

  app.post(
    '/v1/ops/parked-messages/:id/retry',
    {
      schema: {
        operationId: 'retryParkedMessage',
        problems: ['not-parked'],
        summary: 'Send a message after all',
        description: replyToWrite,
        tags,
        params: parkedMessageParams,
        body: noBody,
        response: { 202: messageRetriedShown },
      },
    },
    async (request, reply) => {
      const { context } = writeRequest(request, deps, request.body ?? {});
      const { id } = request.params;
      const retry = { type: 'RetryNotification', messageId: id } as const;
      const done = doneOrProblem(
        reply,
        await commands.notifications.execute(sourceOfMessage(id), retry, context),
      );
      const owed = done.state.open.get(id);
      if (owed === undefined) throw new Error(`message ${id} is not owed after its retry`);
      const about = owed.bookingId === undefined ? {} : { bookingId: owed.bookingId };
      const retriedAt = new Date(decidedAtMs(done, clock.nowMs())).toISOString();
      return reply.code(202).send({ id, ...about, retriedAt });
    },
  );
};
