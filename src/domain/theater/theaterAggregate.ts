import type { Aggregate } from '../kernel/aggregate.ts';
import type { TheaterCommand, TheaterRejections } from './commands.ts';
import { type TheaterEvent, theaterEvents } from './events.ts';
import { type TheaterState, theaterDecider } from './theaterDecider.ts';

export const theaterAggregate: Aggregate<TheaterState, TheaterCommand, TheaterEvent, TheaterRejections> = {
  category: 'theater',
  events: theaterEvents,
  decider: theaterDecider,
};
