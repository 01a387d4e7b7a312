import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { type EntryLookedUp, lookUpEntry } from '../../commands/queue/lookUpEntry.ts';
import type { Queue } from '../../domain/queue/queueDecider.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { everyKey } from '../http/ApiSecrets.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { idParams } from '../http/schemas.ts';
import { offersOf } from './offers.ts';
import { callersOf, enteringCaller, entryIdOf } from './queueCallers.ts';
import type { QueueReads } from './queueReads.ts';
import { issueQueueToken, readQueueToken } from './queueTokens.ts';
import { entryBody, entryShown } from './schemas.ts';
import { entryView } from './views.ts';

const contributionBytes = 32;

interface OwnEntry {
  readonly queueId: string;
  readonly entryId: string;
  readonly callerKey: string;
  readonly place?: number;
}

export const queueEntryRoutes = (app: ApiInstance, deps: QueueReads): void => {
  const { rooms, secrets, clock, commands, position } = deps;
  const keys = everyKey(secrets, 'queue');

  const show = async (
    { queueId, entryId, callerKey }: OwnEntry,
    queue: Queue,
    entry: EntryLookedUp | undefined,
  ): Promise<z.output<typeof entryShown>> => {
    const view = await rooms.view(queueId);
    if (entry === undefined || view === undefined) throw notFound('There is no such entry');
    const place = 'place' in entry ? entry.place : undefined;
    const content = { queueId, entryId, ...(place === undefined ? {} : { place }) };
    const tokens = {
      entry: issueQueueToken(keys[0], 'entry', content, callerKey),
      id: entryId,
      admission: issueQueueToken(keys[0], 'admission', { queueId, entryId }, callerKey),
    };
    const moment = { nowMs: clock.nowMs(), random: Math.random() };
    return entryView(tokens, { queue, view, entry }, await offersOf(commands, queue), moment);
  };

  /** Throws not-found without the token, or with that of another caller or queue. */
  const ownEntry = (request: FastifyRequest, queueId: string): OwnEntry => {
    const token = request.headers['queue-entry'];
    const content =
      typeof token === 'string' ? readQueueToken(keys, 'entry', token, callersOf(request)) : undefined;
    if (content === undefined || content.queueId !== queueId) {
      throw notFound('There is no such entry for this Queue-Entry and caller');
    }
    return content;
  };

  app.post(
    '/v1/queues/:id/entries',
    {
      schema: {
        operationId: 'enterQueue',
        problems: ['queue-not-open', 'queue-over'],
        summary: 'Enter a queue; the same caller always gets the same entry',
        description:
          'The caller is the account of the token, else the guest session of the header `Guest-Session`. Whoever enters ' +
          'before the sale starts gets a place by lot then; everyone after that comes behind, first come, first served.',
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
      const { place } = await rooms.enter(queueId, { entryId, contribution });
      const own = { queueId, entryId, callerKey, ...(place === undefined ? {} : { place }) };
      if ((await rooms.view(queueId)) === undefined) await rooms.viewNow(queueId);
      const entry = await lookUpEntry(deps, { ...own, queue });
      return reply
        .code(201)
        .header('cache-control', 'no-store')
        .send(await show(own, queue, entry));
    },
  );

  app.get(
    '/v1/queues/:id/entry',
    {
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
    async (request, reply) => {
      const { id: queueId } = request.params;
      const own = ownEntry(request, queueId);
      const queue = await deps.existing(queueId);
      reply.header('cache-control', 'private, no-store');
      return show(own, queue, await lookUpEntry(deps, { ...own, queue }));
    },
  );
};
