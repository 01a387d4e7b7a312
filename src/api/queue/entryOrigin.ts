import type { FastifyRequest } from 'fastify';
import type { Queue } from '../../domain/queue/queueDecider.ts';
import type { EntryAsked } from '../../ports/WaitingRoom.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { leastBudget } from '../http/limits/houseBudgets.ts';
import type { QueueReads } from './queueReads.ts';

/** The address that an entry counts for, and the least of what the queue's theaters allow it; nothing where it is not limited. */
export const originOf = async (
  app: ApiInstance,
  { commands }: Pick<QueueReads, 'commands'>,
  request: FastifyRequest,
  { theaterIds }: Pick<Queue, 'theaterIds'>,
): Promise<Pick<EntryAsked, 'origin'>> => {
  const asker = app.askerOf(request);
  if (asker === undefined) return {};
  const entriesMax = await leastBudget(commands, theaterIds, 'queueEntriesMax');
  return { origin: { address: asker.address, entriesMax } };
};
