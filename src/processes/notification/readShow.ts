import type { Runners } from '../../commands/runners.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { Show } from './writeMessage.ts';

export interface ReadShowDeps {
  readonly movies: Pick<Runners['movies'], 'read'>;
  readonly theaters: Pick<Runners['theaters'], 'read'>;
}

/** The show as the catalog tells it now. Throws EventStoreUnavailable, and an Error when movie or theater do not exist. */
export const readShow = async (
  { movies, theaters }: ReadShowDeps,
  { movieId, theaterId }: Pick<Booking, 'movieId' | 'theaterId'>,
): Promise<Show> => {
  const [movie, theater] = await Promise.all([movies.read(movieId), theaters.read(theaterId)]);
  if (movie.state.status === 'none') throw new Error(`movie ${movieId} does not exist`);
  if (theater.state.status === 'none') throw new Error(`theater ${theaterId} does not exist`);
  const { name, timeZone } = theater.state.details;
  return { movieTitle: movie.state.details.title, theaterName: name, timeZone };
};
