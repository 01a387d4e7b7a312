import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { ShowtimeCommand } from '../../domain/showtime/commands.ts';
import { findHold } from '../../domain/showtime/inventory/findHold.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { everyKey } from '../http/ApiSecrets.ts';
import { type PositionedView, reachHead, readsAtHead, readsAtPosition } from '../http/minPosition.ts';
import { notFound, notYours, ProblemError } from '../http/problems/Problem.ts';
import { problemOfRejection } from '../http/problems/refusals.ts';
import { idParams, noBody, replyToWrite } from '../http/schemas.ts';
import { doneOrProblem } from '../http/writeAnswer.ts';
import { writeRequest } from '../http/writeRequest.ts';
import { bySeat, holdIn } from './heldSeats.ts';
import { type HoldBudgetsDeps, holdBudgets } from './holdBudgets.ts';
import { type HoldTokenContent, readHoldToken } from './holdToken.ts';
import { type NewHoldsDeps, newHolds } from './newHolds.ts';
import { holdBody, holdParams, holdShown, newHoldShown, swapBody } from './schemas.ts';
import { holdView } from './views.ts';

export interface HoldRoutesDeps extends NewHoldsDeps, HoldBudgetsDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
  readonly events: Pick<EventStore, 'head'>;
  readonly position: PositionedView;
  readonly clock: Clock;
}

export const holdRoutes = (app: ApiInstance, deps: HoldRoutesDeps): void => {
  const { commands, secrets, clock } = deps;
  const budgets = holdBudgets(app, deps);
  const answerNew = newHolds(deps, budgets);

  /** Throws not-found for a missing or wrong token, or one of another hold. */
  const held = (request: FastifyRequest): HoldTokenContent => {
    const header = request.headers['hold-token'];
    const content =
      typeof header === 'string' ? readHoldToken(everyKey(secrets, 'holdToken'), header) : undefined;
    if (content === undefined || content.holdId !== (request.params as { holdId?: unknown }).holdId) {
      throw notYours('There is no such hold for this Hold-Token');
    }
    return content;
  };
  /** The token proves that the hold exists: a node that does not know it yet reads on first. */
  const change = async (showtimeId: string, command: ShowtimeCommand, context: CommandContext) => {
    const outcome = await commands.showtimes.execute(showtimeId, command, context);
    if (outcome.outcome !== 'rejected' || outcome.rejection.reason !== 'HoldNotFound') return outcome;
    await reachHead(deps.position, deps.events);
    return commands.showtimes.execute(showtimeId, command, context);
  };
  const holderOnly: onRequestHookHandler = (request, _reply, done) => {
    held(request);
    done();
  };
  const forHolder = {
    config: { typedAnswer: true },
    onRequest: holderOnly,
  } as const;
  const described = { tags: ['hold'], params: holdParams, security: [{ holdToken: [] }] };

  app.post(
    '/v1/showtimes/:id/holds',
    {
      config: { typedAnswer: true },
      schema: {
        operationId: 'holdSeats',
        problems: [
          'budget-exhausted',
          'challenge-required',
          'seats-unavailable',
          'lone-seat',
          'showtime-not-on-sale',
          'unknown-seat',
          'too-many-seats',
          'seats-belong-together',
          'currency-in-use',
          'queue-required',
        ],
        summary: 'Hold seats, all or nothing',
        description: replyToWrite,
        tags: ['hold'],
        params: idParams,
        body: holdBody,
        response: { 201: newHoldShown },
      },
    },
    (request, reply) => answerNew(request, reply, { showtimeId: request.params.id, body: request.body }),
  );

  app.get(
    '/v1/holds/:holdId',
    {
      ...forHolder,
      config: { ...forHolder.config, etag: true },
      schema: {
        operationId: 'getHold',
        problems: ['hold-expired'],
        ...described,
        summary: 'A hold',
        response: { 200: holdShown },
      },
      preHandler: [readsAtPosition(deps.position), readsAtHead(deps.position, deps.events)],
    },
    async (request) => {
      const { showtimeId, holdId } = held(request);
      const { state, revision } = await commands.showtimes.read(showtimeId, holdId);
      if (state.status === 'none') throw notFound();
      const found = findHold(state.inventory, holdId, clock.nowMs());
      if (found.kind === 'unknown') throw notFound();
      if (found.kind === 'over') {
        throw new ProblemError(problemOfRejection({ reason: 'HoldOver', how: found.how }));
      }
      return holdView(showtimeId, found.hold, revision);
    },
  );

  app.post(
    '/v1/holds/:holdId/extend',
    {
      ...forHolder,
      schema: {
        operationId: 'extendHold',
        problems: ['budget-exhausted', 'hold-expired', 'hold-cap-reached', 'showtime-not-on-sale'],
        ...described,
        summary: 'Keep a hold for longer',
        description: replyToWrite,
        body: noBody,
        response: { 200: holdShown },
      },
    },
    async (request, reply) => {
      const { showtimeId, holdId } = held(request);
      const { context } = writeRequest(request, deps, undefined);
      const outcome = await budgets.write(request, { showtimeId, context }, () =>
        change(showtimeId, { type: 'ExtendHold', holdId }, context),
      );
      const { state, revision } = doneOrProblem(reply, outcome);
      return holdView(showtimeId, holdIn(state, holdId), revision);
    },
  );

  app.put(
    '/v1/holds/:holdId/seats',
    {
      ...forHolder,
      schema: {
        operationId: 'swapHeldSeats',
        problems: [
          'budget-exhausted',
          'challenge-required',
          'hold-expired',
          'seats-unavailable',
          'lone-seat',
          'showtime-not-on-sale',
          'unknown-seat',
          'too-many-seats',
          'seats-belong-together',
          'currency-in-use',
        ],
        ...described,
        summary: 'Swap the seats of a hold, all or nothing',
        description: replyToWrite,
        body: swapBody,
        response: { 200: holdShown },
      },
    },
    async (request, reply) => {
      const { showtimeId, holdId } = held(request);
      const { context } = writeRequest(request, deps, request.body);
      const { seatIds, ticketTypes } = request.body;
      const outcome = await budgets.takeMore(
        request,
        { showtimeId, holdId, seats: seatIds.length, context },
        () =>
          change(
            showtimeId,
            { type: 'SwapHeldSeats', holdId, seatIds, ticketTypes: bySeat(ticketTypes) },
            context,
          ),
      );
      const { state, revision } = doneOrProblem(reply, outcome);
      return holdView(showtimeId, holdIn(state, holdId), revision);
    },
  );

  app.delete(
    '/v1/holds/:holdId',
    {
      ...forHolder,
      schema: {
        operationId: 'releaseHold',
        problems: ['hold-already-booked'],
        ...described,
        summary: 'Give a hold back',
        description: replyToWrite,
        body: noBody,
        response: { 204: z.undefined().describe('Given back, or over already') },
      },
    },
    async (request, reply) => {
      const { showtimeId, holdId } = held(request);
      const { context } = writeRequest(request, deps, undefined);
      doneOrProblem(reply, await change(showtimeId, { type: 'ReleaseHold', holdId }, context));
      return reply.code(204).send(undefined);
    },
  );
};
