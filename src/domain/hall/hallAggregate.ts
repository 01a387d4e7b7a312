import type { Aggregate } from '../kernel/aggregate.ts';
import type { HallCommand, HallRejections } from './commands.ts';
import { type HallEvent, hallEvents } from './events.ts';
import { type HallState, hallDecider } from './hallDecider.ts';

export const hallAggregate: Aggregate<HallState, HallCommand, HallEvent, HallRejections> = {
  category: 'hall',
  events: hallEvents,
  decider: hallDecider,
};
