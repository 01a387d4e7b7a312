import { UnreadableStream } from '../../commands/engine/UnreadableStream.ts';
import type { Runners } from '../../commands/runners.ts';
import { type CancelledWhyDeps, cancelledWhy } from '../../commands/showtime/cancelledWhy.ts';
import { type SeatNamesDeps, seatNames } from '../../commands/showtime/seatNames.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { Show } from './writeMessage.ts';

export interface ReadShowDeps extends CancelledWhyDeps {
  readonly commands: CancelledWhyDeps['commands'] &
    SeatNamesDeps & {
      readonly movies: Pick<Runners['movies'], 'read'>;
      readonly theaters: Pick<Runners['theaters'], 'read'>;
    };
}

type Told = Pick<Booking, 'movieId' | 'theaterId' | 'showtimeId' | 'seats' | 'cancellations' | 'expiredWhy'>;

const isCalledOff = ({ cancellations, expiredWhy }: Told): boolean =>
  expiredWhy === 'showtime-cancelled' || cancellations.some(({ by }) => by === 'cinema');

const ofShowtime = async (
  deps: ReadShowDeps,
  booking: Told,
): Promise<Pick<Show, 'seatNames' | 'cancelledWhy'>> => {
  const { showtimeId, seats } = booking;
  const { state } = await deps.commands.showtimes.read(showtimeId);
  const [names, why] = await Promise.all([
    state.status === 'none' ? new Map<string, string>() : seatNames(deps.commands, state, seats),
    isCalledOff(booking) ? cancelledWhy(deps, showtimeId) : undefined,
  ]);
  return { seatNames: names, ...(why === undefined ? {} : { cancelledWhy: why }) };
};

/** A message goes without what only the showtime's stream says when that cannot be read. */
const orNothing = (error: unknown): Pick<Show, 'seatNames'> => {
  if (error instanceof UnreadableStream) return { seatNames: new Map() };
  throw error;
};

/**
 * The show as the catalog tells it now. Throws EventStoreUnavailable, KeyStoreUnavailable, and an Error when movie or
 * theater do not exist.
 */
export const readShow = async (deps: ReadShowDeps, booking: Told): Promise<Show> => {
  const { movies, theaters } = deps.commands;
  const { movieId, theaterId } = booking;
  const [movie, theater, more] = await Promise.all([
    movies.read(movieId),
    theaters.read(theaterId),
    ofShowtime(deps, booking).catch(orNothing),
  ]);
  if (movie.state.status === 'none') throw new Error(`movie ${movieId} does not exist`);
  if (theater.state.status === 'none') throw new Error(`theater ${theaterId} does not exist`);
  const { name, timeZone } = theater.state.details;
  return { movieTitle: movie.state.details.title, theaterName: name, timeZone, ...more };
};
