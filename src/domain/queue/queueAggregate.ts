import type { Aggregate } from '../kernel/aggregate.ts';
import { type QueueEvent, queueEvents } from './events.ts';
import { type QueueCommand, type QueueRejections, type QueueState, queueDecider } from './queueDecider.ts';

export const queueAggregate: Aggregate<QueueState, QueueCommand, QueueEvent, QueueRejections> = {
  category: 'queue',
  events: queueEvents,
  decider: queueDecider,
};
