import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { Rooms } from '../../commands/queue/rooms.ts';
import type { Queue, QueueState } from '../../domain/queue/queueDecider.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { BudgetDeps } from '../http/limits/budgetGuard.ts';
import { type PositionedView, reachHead } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import type { WriteDeps } from '../http/writeRequest.ts';
import { offersOf } from './offers.ts';
import type { queueShown } from './schemas.ts';
import { queueView } from './views.ts';

export interface QueueReadsDeps extends WriteDeps, Pick<BudgetDeps, 'budgetCounts'> {
  readonly commands: Pick<Commands, 'queues' | 'showtimes' | 'theaters'>;
  readonly rooms: Rooms;
  readonly events: Pick<EventStore, 'head'>;
  readonly position: PositionedView;
  readonly clock: Clock;
}

export interface QueueReads extends QueueReadsDeps {
  /** Also one that another node made a moment ago. Throws the problem of a queue that does not exist. */
  existing(queueId: string): Promise<Queue>;
  /** Throws the problem of a queue that does not exist. */
  show(queueId: string, state: QueueState): Promise<z.output<typeof queueShown>>;
}

const found = (state: QueueState): Queue => {
  if (state.status === 'none') throw notFound('There is no such queue');
  return state;
};

export const queueReads = (deps: QueueReadsDeps): QueueReads => {
  const { commands, rooms, events, position, clock } = deps;
  return {
    ...deps,
    existing: async (queueId) => {
      const { state } = await commands.queues.read(queueId);
      if (state.status !== 'none') return state;
      await reachHead(position, events);
      return found((await commands.queues.read(queueId)).state);
    },
    show: async (queueId, state) => {
      const queue = found(state);
      const [view, { offers }] = await Promise.all([rooms.view(queueId), offersOf(commands, queue)]);
      return queueView(queueId, queue, view, offers, clock.nowMs());
    },
  };
};
