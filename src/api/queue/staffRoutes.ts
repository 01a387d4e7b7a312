import type { FastifyRequest } from 'fastify';
import { closeQueue } from '../../commands/queue/closeQueue.ts';
import { openQueue } from '../../commands/queue/openQueue.ts';
import type { QueueDeps } from '../../commands/queue/QueueDeps.ts';
import { queueLimits } from '../../domain/queue/queueLimits.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { demandTheater } from '../http/auth/access.ts';
import { idParams, noBody, replyToWrite } from '../http/schemas.ts';
import { doneOrProblem } from '../http/writeAnswer.ts';
import { writeRequest } from '../http/writeRequest.ts';
import type { QueueReads } from './queueReads.ts';
import { openQueueBody, queueShown } from './schemas.ts';

export interface QueueStaffRoutesDeps extends QueueReads, Pick<QueueDeps, 'waitingRoom'> {
  readonly keyStore: Pick<KeyStore, 'seal' | 'open'>;
}

export const queueStaffRoutes = (app: ApiInstance, reads: QueueStaffRoutesDeps): void => {
  const deps = { ...reads, keys: reads.keyStore };
  const demandTheaters = ({ caller }: FastifyRequest, theaterIds: readonly string[]): void => {
    for (const theaterId of theaterIds) demandTheater(caller, theaterId);
  };

  app.post(
    '/v1/queues',
    {
      schema: {
        operationId: 'openQueue',
        problems: ['not-found', 'showtime-queued', 'showtime-not-on-sale', 'already-exists'],
        summary: 'Put a waiting room before showtimes',
        description: replyToWrite,
        tags: ['queue'],
        body: openQueueBody,
        response: { 201: queueShown },
      },
    },
    async (request, reply) => {
      const { showtimeIds, entryOpensAt, saleStartsAt, admissionMinutes, openAdmissionsMax } = request.body;
      const write = writeRequest(request, deps, request.body);
      const states = await Promise.all(showtimeIds.map((id) => deps.commands.showtimes.read(id)));
      demandTheaters(
        request,
        states.flatMap(({ state }) => (state.status === 'none' ? [] : [state.facts.theaterId])),
      );
      const queueId = write.newId('queue');
      const outcome = await openQueue(
        deps,
        {
          queueId,
          showtimeIds,
          entryOpensAt: new Date(entryOpensAt).toISOString(),
          saleStartsAt: new Date(saleStartsAt).toISOString(),
          admissionMinutes: admissionMinutes ?? queueLimits.admissionMinutesDefault,
          openAdmissionsMax: openAdmissionsMax ?? queueLimits.openAdmissionsDefault,
        },
        write.context,
      );
      const { state } = doneOrProblem(reply, outcome);
      return reply
        .code(201)
        .header('location', `/v1/queues/${queueId}`)
        .send(await deps.show(queueId, state));
    },
  );

  app.post(
    '/v1/queues/:id/close',
    {
      schema: {
        operationId: 'closeQueue',
        summary: 'Sell the showtimes of a queue to everyone',
        description: replyToWrite,
        tags: ['queue'],
        params: idParams,
        body: noBody,
        response: { 200: queueShown },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { context } = writeRequest(request, deps, undefined);
      demandTheaters(request, (await deps.existing(id)).theaterIds);
      const { state } = doneOrProblem(reply, await closeQueue(deps, id, context));
      return deps.show(id, state);
    },
  );
};
