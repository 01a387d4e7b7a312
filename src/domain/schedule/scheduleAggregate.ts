import type { Aggregate } from '../kernel/aggregate.ts';
import type { ScheduleCommand, ScheduleRejections } from './commands.ts';
import { type ScheduleEvent, scheduleEvents } from './events.ts';
import { type ScheduleState, scheduleDecider } from './scheduleDecider.ts';

/** By the hall's id. */
export const scheduleAggregate: Aggregate<ScheduleState, ScheduleCommand, ScheduleEvent, ScheduleRejections> =
  {
    category: 'schedule',
    events: scheduleEvents,
    decider: scheduleDecider,
  };
