import { Readable } from 'node:stream';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import type { NewEntry, WaitingRoom } from '../../ports/WaitingRoom.ts';
import { waitingRoomLimits } from '../../ports/WaitingRoom.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { idParams } from '../http/schemas.ts';
import { queueEntryRoutes } from './entryRoutes.ts';
import { estimateErrors } from './estimateErrors.ts';
import { ownEntries } from './ownEntry.ts';
import { type QueueReadsDeps, queueReads } from './queueReads.ts';
import { lotEntriesShown, queueShown } from './schemas.ts';
import { type QueueStaffRoutesDeps, queueStaffRoutes } from './staffRoutes.ts';
import { queueStreamRoutes } from './streamRoutes.ts';

export type QueueRoutesDeps = QueueReadsDeps &
  Pick<QueueStaffRoutesDeps, 'waitingRoom' | 'keyStore'> & { readonly metrics: Registry };

/** Described, but not the type that the handler gives. */
const sentInParts: z.ZodType = lotEntriesShown;

const shown = ({ entryId: id, contribution }: NewEntry): string => JSON.stringify({ id, contribution });

/** The whole list, a page at a time: it may have hundreds of thousands of entries. */
const listText = async function* (
  waitingRoom: Pick<WaitingRoom, 'lotEntries'>,
  queueId: string,
  root: string,
): AsyncGenerator<string> {
  yield `{"root":"${root}","entries":[`;
  let after: string | undefined;
  for (;;) {
    const page = await waitingRoom.lotEntries(queueId, after);
    const text = page.map(shown).join();
    if (text !== '') yield after === undefined ? text : `,${text}`;
    after = page.at(-1)?.entryId;
    if (page.length < waitingRoomLimits.lotPage) break;
  }
  yield ']}';
};

export const queueRoutes = (app: ApiInstance, deps: QueueRoutesDeps): void => {
  const reads = queueReads(deps);
  queueStaffRoutes(app, { ...reads, waitingRoom: deps.waitingRoom, keyStore: deps.keyStore });
  const entries = ownEntries(reads, estimateErrors(deps.metrics));
  queueEntryRoutes(app, reads, entries);
  queueStreamRoutes(app, { ...reads, metrics: deps.metrics }, entries);

  app.get(
    '/v1/queues/:id',
    {
      config: { etag: true, typedAnswer: true },
      schema: {
        operationId: 'getQueue',
        summary: 'A queue: which places have been called, and what is left to sell',
        tags: ['queue'],
        params: idParams,
        response: { 200: queueShown },
      },
      preHandler: readsAtPosition(deps.position),
    },
    async (request, reply) => {
      const { id } = request.params;
      const answer = await reads.show(id, await reads.existing(id));
      reply.header('cache-control', 'public, max-age=1');
      return answer;
    },
  );

  app.get(
    '/v1/queues/:id/entries',
    {
      schema: {
        operationId: 'listQueueEntries',
        problems: ['lot-not-drawn'],
        summary: 'Everything that is needed to repeat the draw',
        tags: ['queue'],
        params: idParams,
        response: {
          200: {
            description: 'Sent as it is read',
            content: { 'application/json': { schema: sentInParts } },
          },
        },
      },
      preHandler: readsAtPosition(deps.position),
    },
    async (request, reply) => {
      const { id } = request.params;
      const { lot, drawsAt } = await reads.existing(id);
      if (lot === undefined) throw new ProblemError({ name: 'lot-not-drawn', fields: { drawsAt } });
      if ((await deps.rooms.view(id)) === undefined) throw notFound('The entries of this queue were deleted');
      reply.header('cache-control', 'public, max-age=86400, immutable');
      reply.header('content-type', 'application/json; charset=utf-8');
      return reply.send(Readable.from(listText(deps.waitingRoom, id, lot.root), { objectMode: false }));
    },
  );
};
