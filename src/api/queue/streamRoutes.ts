import { Gauge, type Registry } from 'prom-client';
import { z } from 'zod';
import { lookUpEntry } from '../../commands/queue/lookUpEntry.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { leastBudget } from '../http/limits/houseBudgets.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { idParams } from '../http/schemas.ts';
import { endAnswer, writeEventStreamHead } from '../http/writeEventStreamHead.ts';
import { type EntryFrame, entryStreamLimits, openEntryStreams } from './entryStreams.ts';
import type { OwnEntries, OwnEntry } from './ownEntry.ts';
import type { QueueReads } from './queueReads.ts';
import type { entryShown } from './schemas.ts';

const frameOf = (shown: z.output<typeof entryShown>): EntryFrame => {
  const { status, ahead = 0 } = shown;
  return {
    text: JSON.stringify(shown),
    mark: `${status} ${ahead}`,
    isLast: status === 'admitted' || status === 'over',
  };
};

export const queueStreamRoutes = (
  app: ApiInstance,
  deps: QueueReads & { readonly metrics: Registry },
  entries: OwnEntries,
): void => {
  const { commands, position, metrics } = deps;
  const streams = openEntryStreams();
  app.addHook('preClose', async () => streams.close());
  new Gauge({
    name: 'marquee_queue_streams_open',
    help: 'Callers near the front of a queue who follow their entry by server-sent events.',
    registers: [metrics],
    collect() {
      this.set(streams.readers());
    },
  });

  const look = async (own: OwnEntry) => {
    const queue = await deps.existing(own.queueId);
    return entries.show(own, queue, await lookUpEntry(deps, { ...own, queue }));
  };

  app.get(
    '/v1/queues/:id/entry/stream',
    {
      // A HEAD of a stream would never end.
      exposeHeadRoute: false,
      schema: {
        operationId: 'streamQueueEntry',
        problems: ['not-near-front', 'budget-exhausted'],
        summary: 'The own entry as it changes, near the front of the queue',
        description:
          'Server-sent events `entry` with what `GET …/entry` answers. Given to callers with at most ' +
          `${entryStreamLimits.aheadMax} before them. Ends when it is the caller's turn, and after ten minutes.`,
        tags: ['queue'],
        params: idParams,
        security: [{ queueEntry: [] }],
        produces: ['text/event-stream'],
        response: { 200: z.string().describe('text/event-stream') },
      },
      preHandler: readsAtPosition(position),
    },
    async (request, reply) => {
      const own = entries.read(request, request.params.id);
      const first = await look(own);
      const { status, ahead = 0, pollAfterMs } = first;
      if (status === 'before-draw' || ahead > entryStreamLimits.aheadMax) {
        throw new ProblemError({ name: 'not-near-front', fields: { pollAfterMs } });
      }
      const { theaterIds } = await deps.existing(own.queueId);
      const giveBack = await app.joinWaiting(request, {
        room: `queue ${own.queueId}`,
        roomMax: entryStreamLimits.readersMax,
        lifeMs: entryStreamLimits.lifeMs,
        budget: async () => ({
          streamsMax: await leastBudget(commands, theaterIds, 'streamsMax'),
          theaterIds,
        }),
        leave: () => endAnswer(reply.raw),
      });
      reply.raw.once('close', giveBack);
      reply.hijack();
      writeEventStreamHead(reply.raw, reply.getHeaders());
      streams.join(reply.raw, frameOf(first), async () => frameOf(await look(own)));
      return reply;
    },
  );
};
