import { z } from 'zod';
import type { ParkingAnswer, Parkings } from '../../commands/parking/parkings.ts';
import type { Parked, ParkedLists } from '../../following/parkedLists.ts';
import type { Clock } from '../../ports/Clock.ts';
import { decodeCursor, encodeCursor } from '../../projections/sql/cursor.ts';
import { pageOf } from '../../projections/sql/page.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { pageQuery, pageOf as pageShown, replyToWrite } from '../http/schemas.ts';
import { decidedAtMs, doneOrProblem } from '../http/writeAnswer.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import {
  askedShown,
  parkedShown,
  parkedStreamParams,
  retryParkedBody,
  skipParkedBody,
} from './parkedSchemas.ts';

const cursorKind = 'parked-streams';
const cursorKey = z.tuple([z.string(), z.string()]);

export interface ParkedRoutesDeps extends WriteDeps {
  readonly parked: ParkedLists;
  readonly parkings: Parkings;
  readonly clock: Clock;
}

export const parkedRoutes = (app: ApiInstance, deps: ParkedRoutesDeps): void => {
  const { parked, parkings, clock } = deps;
  const tags = ['operate'];

  const view = async ({ waiting, ...shown }: Parked) => {
    const since = await parked.since(shown);
    return { ...shown, since: since ?? null, waiting: waiting ?? null };
  };

  app.get(
    '/v1/ops/parked',
    {
      schema: {
        operationId: 'listParkedStreams',
        summary:
          'Streams that wait behind an event that a read model or a reaction could not take, the oldest first',
        tags,
        querystring: z.strictObject(pageQuery),
        response: { 200: pageShown(parkedShown) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : decodeCursor(cursorKind, cursorKey, cursor).join(' ');
      const found = await parked.all();
      const rest = found.filter(
        ({ position, reader }) => after === undefined || `${position} ${reader}` > after,
      );
      const page = pageOf(
        rest,
        limit,
        (each) => each,
        ({ position, reader }) => encodeCursor(cursorKind, [position, reader]),
      );
      return { items: await Promise.all(page.items.map(view)), nextCursor: page.nextCursor };
    },
  );

  const answerOf = (reply: Parameters<typeof doneOrProblem>[0], stream: string, answer: ParkingAnswer) => {
    const done = doneOrProblem(reply, answer.outcome);
    const told = done.events.flatMap(({ data }) => {
      if (!('reader' in data)) return [];
      const { reader } = data;
      if (!('position' in data)) return [{ reader }];
      const { position, revision, type } = data;
      return [{ reader, position, revision, type }];
    });
    const askedAt = new Date(decidedAtMs(done, clock.nowMs())).toISOString();
    return { stream, askedAt, readers: told.length === 0 ? [...answer.asked] : told };
  };

  app.post(
    '/v1/ops/parked/:stream/retry',
    {
      schema: {
        operationId: 'retryParkedStream',
        problems: ['not-parked'],
        summary: 'Take up a parked stream once more',
        description: `${replyToWrite} What comes of it shows in the list.`,
        tags,
        params: parkedStreamParams,
        body: retryParkedBody,
        response: { 202: askedShown },
      },
    },
    async (request, reply) => {
      const { stream } = request.params;
      const { context } = writeRequest(request, deps, request.body ?? {});
      const answer = await parkings.retry({ stream, ...request.body }, context);
      return reply.code(202).send(answerOf(reply, stream, answer));
    },
  );

  app.post(
    '/v1/ops/parked/:stream/skip',
    {
      schema: {
        operationId: 'skipParkedEvent',
        problems: ['not-parked', 'too-many-skips'],
        summary: 'Pass over the event that a stream waits behind, and go on with the stream',
        description: `${replyToWrite} It is recorded in the log, and listed by \`npm run audit\`. A rebuild by a program that can take the event takes it.`,
        tags,
        params: parkedStreamParams,
        body: skipParkedBody,
        response: { 202: askedShown },
      },
    },
    async (request, reply) => {
      const { stream } = request.params;
      const { context } = writeRequest(request, deps, request.body);
      const answer = await parkings.skip({ stream, ...request.body }, context);
      return reply.code(202).send(answerOf(reply, stream, answer));
    },
  );
};
