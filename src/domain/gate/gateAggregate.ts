import type { Aggregate } from '../kernel/aggregate.ts';
import { type GateEvent, gateEvents } from './events.ts';
import { type GateCommand, type GateRejections, type GateState, gateDecider } from './gateDecider.ts';

/** By the showtime's id. */
export const gateAggregate: Aggregate<GateState, GateCommand, GateEvent, GateRejections> = {
  category: 'gate',
  events: gateEvents,
  decider: gateDecider,
};
