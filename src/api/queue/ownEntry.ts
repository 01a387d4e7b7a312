import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { EntryLookedUp } from '../../commands/queue/lookUpEntry.ts';
import type { Queue } from '../../domain/queue/queueDecider.ts';
import { everyKey } from '../http/ApiSecrets.ts';
import { notFound, notYours } from '../http/problems/Problem.ts';
import type { EstimateErrors } from './estimateErrors.ts';
import { offersOf } from './offers.ts';
import { callersOf } from './queueCallers.ts';
import type { QueueReads } from './queueReads.ts';
import { issueQueueToken, readQueueToken } from './queueTokens.ts';
import type { entryShown } from './schemas.ts';
import { entryView } from './views.ts';

export interface OwnEntry {
  readonly queueId: string;
  readonly entryId: string;
  readonly callerKey: string;
  readonly place?: number;
}

export interface OwnEntries {
  /** Throws not-found without the token, or with that of another caller or queue. */
  read(request: FastifyRequest, queueId: string): OwnEntry;
  /** Throws not-found for an entry that does not exist. */
  show(own: OwnEntry, queue: Queue, entry: EntryLookedUp | undefined): Promise<z.output<typeof entryShown>>;
}

export const ownEntries = (deps: QueueReads, estimates: EstimateErrors): OwnEntries => {
  const { rooms, secrets, clock, commands } = deps;
  const keys = everyKey(secrets, 'queue');
  return {
    read: (request, queueId) => {
      const token = request.headers['queue-entry'];
      const content =
        typeof token === 'string' ? readQueueToken(keys, 'entry', token, callersOf(request)) : undefined;
      if (content === undefined || content.queueId !== queueId) {
        throw notYours('There is no such entry for this Queue-Entry and caller');
      }
      return content;
    },
    show: async ({ queueId, entryId, callerKey }, queue, entry) => {
      const view = await rooms.view(queueId);
      if (entry === undefined || view === undefined) throw notFound('There is no such entry');
      const place = 'place' in entry ? entry.place : undefined;
      const content = { queueId, entryId, ...(place === undefined ? {} : { place }) };
      const tokens = {
        entry: issueQueueToken(keys[0], 'entry', content, callerKey),
        id: entryId,
        admission: issueQueueToken(keys[0], 'admission', { queueId, entryId }, callerKey),
      };
      const nowMs = clock.nowMs();
      const moment = { nowMs, random: Math.random() };
      const shown = entryView(tokens, { queue, view, entry }, await offersOf(commands, queue), moment);
      estimates.told(entryId, shown, nowMs);
      return shown;
    },
  };
};
