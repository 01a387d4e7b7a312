import { Counter } from 'prom-client';
import { queueRoutes } from '../api/queue/routes.ts';
import { callersIn, type RoomView } from '../commands/queue/rooms.ts';
import { advanceQueues } from '../processes/queue/advanceQueues.ts';
import { finishAdmissions } from '../processes/queue/finishAdmissions.ts';
import { purgeQueues } from '../processes/queue/purgeQueues.ts';
import { addGauge } from './engine/addGauge.ts';
import type { Parts } from './engine/Parts.ts';
import type { Slice } from './engine/Slice.ts';

const turnCounter = ({ metrics }: Pick<Parts, 'metrics'>) => {
  const counter = new Counter({
    name: 'marquee_queue_turns_total',
    help: 'Turns of waiting rooms that this process called, and those that it ended because they had lapsed.',
    labelNames: ['what'] as const,
    registers: [metrics],
  });
  return ({ lapsed, called }: { readonly lapsed: number; readonly called: number }): void => {
    counter.inc({ what: 'lapsed' }, lapsed);
    counter.inc({ what: 'called' }, called);
  };
};

export const queue: Slice = {
  jobs: (parts) => {
    const { logStanding, payments, keyStore: keys } = parts;
    const isSelling = () => !logStanding.isAway() && payments.gateway.state() === 'closed';
    return [
      advanceQueues({ ...parts, keys, isSelling, counted: turnCounter(parts) }),
      purgeQueues(parts.waitingRoom),
    ];
  },
  reactions: ({ waitingRoom }) => [finishAdmissions(waitingRoom)],
  routes: queueRoutes,
  metrics: ({ metrics, waitingRoom, rooms }) => {
    const sum = async (count: (view: RoomView) => number): Promise<number> => {
      const ids = await waitingRoom.openRooms();
      const views = await Promise.all(ids.map((id) => rooms.view(id)));
      return views.reduce((total, view) => total + (view === undefined ? 0 : count(view)), 0);
    };
    const waiting = {
      name: 'marquee_queue_callers_waiting',
      help: 'Callers in queues, on all nodes together.',
    };
    const turns = { name: 'marquee_queue_turns_open', help: 'Turns that are open, on all nodes together.' };
    addGauge(metrics, waiting, () => sum(callersIn));
    addGauge(metrics, turns, () => sum((view) => view.turns.length));
  },
};
