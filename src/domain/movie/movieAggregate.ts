import type { Aggregate } from '../kernel/aggregate.ts';
import type { MovieCommand, MovieRejections } from './commands.ts';
import { type MovieEvent, movieEvents } from './events.ts';
import { type MovieState, movieDecider } from './movieDecider.ts';

export const movieAggregate: Aggregate<MovieState, MovieCommand, MovieEvent, MovieRejections> = {
  category: 'movie',
  events: movieEvents,
  decider: movieDecider,
};
