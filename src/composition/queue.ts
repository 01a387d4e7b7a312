import { Counter } from 'prom-client';
import { queueRoutes } from '../api/queue/routes.ts';
import { advanceQueues } from '../processes/queue/advanceQueues.ts';
import { finishAdmissions } from '../processes/queue/finishAdmissions.ts';
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
    return [advanceQueues({ ...parts, keys, isSelling, counted: turnCounter(parts) })];
  },
  reactions: ({ waitingRoom }) => [finishAdmissions(waitingRoom)],
  routes: queueRoutes,
};
