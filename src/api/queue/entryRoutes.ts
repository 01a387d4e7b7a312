import { randomBytes } from 'node:crypto';
import { lookUpEntry } from '../../commands/queue/lookUpEntry.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { refuseBudget } from '../http/limits/budgetGuard.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { idParams } from '../http/schemas.ts';
import { originOf } from './entryOrigin.ts';
import type { OwnEntries } from './ownEntry.ts';
import { enteringCaller, entryIdOf } from './queueCallers.ts';
import type { QueueReads } from './queueReads.ts';
import { entryBody, entryShown } from './schemas.ts';

const contributionBytes = 32;

export const queueEntryRoutes = (app: ApiInstance, deps: QueueReads, entries: OwnEntries): void => {
  const { rooms, secrets, clock, position } = deps;

  app.post(
    '/v1/queues/:id/entries',
    {
      config: { typedAnswer: true },
      schema: {
        operationId: 'enterQueue',
        problems: ['queue-not-open', 'queue-over', 'budget-exhausted'],
        summary: 'Enter a queue; the same caller always gets the same entry',
        description:
          'The caller is the account of the token, else the guest session of the header `Guest-Session`. Entries made ' +
          'before `drawsAt` get a place by lot then; later ones come behind them, first come, first served.',
        tags: ['queue'],
        params: idParams,
        body: entryBody,
        response: { 201: entryShown },
      },
    },
    async (request, reply) => {
      const { id: queueId } = request.params;
      const queue = await deps.existing(queueId);
      if (queue.status === 'closed') throw new ProblemError({ name: 'queue-over' });
      const { entryOpensAt: opensAt } = queue;
      if (clock.nowMs() < Date.parse(opensAt)) {
        throw new ProblemError({ name: 'queue-not-open', fields: { opensAt } });
      }
      const callerKey = enteringCaller(request);
      const contribution = request.body?.contribution ?? randomBytes(contributionBytes).toString('hex');
      const entryId = entryIdOf(secrets.guestIdentity, queueId, callerKey);
      const origin = await originOf(app, deps, request, queue);
      const entered = await rooms.enter(queueId, { entryId, contribution, ...origin });
      if (entered === 'address-full') return refuseBudget(deps, { budget: 'queue-entries' });
      const { place } = entered;
      const own = { queueId, entryId, callerKey, ...(place === undefined ? {} : { place }) };
      if ((await rooms.view(queueId)) === undefined) await rooms.viewNow(queueId);
      const entry = await lookUpEntry(deps, { ...own, queue });
      reply.header('cache-control', 'no-store');
      return reply.code(201).send(await entries.show(own, queue, entry));
    },
  );

  app.get(
    '/v1/queues/:id/entry',
    {
      config: { typedAnswer: true },
      schema: {
        operationId: 'getQueueEntry',
        summary: 'Where the own entry stands; a caller whose turn it is takes it by asking',
        tags: ['queue'],
        params: idParams,
        security: [{ queueEntry: [] }],
        response: { 200: entryShown },
      },
      preHandler: readsAtPosition(position),
    },
    async (request) => {
      const { id: queueId } = request.params;
      const own = entries.read(request, queueId);
      const queue = await deps.existing(queueId);
      return entries.show(own, queue, await lookUpEntry(deps, { ...own, queue }));
    },
  );
};
