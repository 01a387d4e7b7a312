import { UnreadableStream } from '../../commands/engine/UnreadableStream.ts';
import type { Runners } from '../../commands/runners.ts';
import { type CancelledWhyDeps, cancelledWhy } from '../../commands/showtime/cancelledWhy.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { Show } from './writeMessage.ts';

export interface ReadShowDeps extends CancelledWhyDeps {
  readonly commands: CancelledWhyDeps['commands'] & {
    readonly movies: Pick<Runners['movies'], 'read'>;
    readonly theaters: Pick<Runners['theaters'], 'read'>;
  };
}

type Told = Pick<Booking, 'movieId' | 'theaterId' | 'showtimeId' | 'cancellations' | 'expiredWhy'>;

const isCalledOff = ({ cancellations, expiredWhy }: Told): boolean =>
  expiredWhy === 'showtime-cancelled' || cancellations.some(({ by }) => by === 'cinema');

/** A message goes without the reason when the showtime's stream cannot be read. */
const whyCalledOff = async (deps: ReadShowDeps, booking: Told): Promise<string | undefined> => {
  if (!isCalledOff(booking)) return undefined;
  try {
    return await cancelledWhy(deps, booking.showtimeId);
  } catch (error) {
    if (error instanceof UnreadableStream) return undefined;
    throw error;
  }
};

/**
 * The show as the catalog tells it now. Throws EventStoreUnavailable, KeyStoreUnavailable, and an Error when movie or
 * theater do not exist.
 */
export const readShow = async (deps: ReadShowDeps, booking: Told): Promise<Show> => {
  const { movies, theaters } = deps.commands;
  const { movieId, theaterId } = booking;
  const [movie, theater, why] = await Promise.all([
    movies.read(movieId),
    theaters.read(theaterId),
    whyCalledOff(deps, booking),
  ]);
  if (movie.state.status === 'none') throw new Error(`movie ${movieId} does not exist`);
  if (theater.state.status === 'none') throw new Error(`theater ${theaterId} does not exist`);
  const { name, timeZone } = theater.state.details;
  return {
    movieTitle: movie.state.details.title,
    theaterName: name,
    timeZone,
    ...(why === undefined ? {} : { cancelledWhy: why }),
  };
};
