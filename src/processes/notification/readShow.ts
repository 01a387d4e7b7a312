import { UnreadableStream } from '../../commands/engine/UnreadableStream.ts';
import type { Runners } from '../../commands/runners.ts';
import { type CancelledWhyDeps, cancelledWhy } from '../../commands/showtime/cancelledWhy.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import { seatName } from '../../domain/seating/seatName.ts';
import { ticketSeats } from '../../domain/ticket/Ticket.ts';
import type { Show } from './writeMessage.ts';

export interface ReadShowDeps extends CancelledWhyDeps {
  readonly commands: CancelledWhyDeps['commands'] & {
    readonly movies: Pick<Runners['movies'], 'read'>;
    readonly theaters: Pick<Runners['theaters'], 'read'>;
    readonly halls: Pick<Runners['halls'], 'read'>;
  };
}

type Told = Pick<Booking, 'movieId' | 'theaterId' | 'showtimeId' | 'seats' | 'cancellations' | 'expiredWhy'>;

const isCalledOff = ({ cancellations, expiredWhy }: Told): boolean =>
  expiredWhy === 'showtime-cancelled' || cancellations.some(({ by }) => by === 'cinema');

const seatNamesOf = async (
  { commands }: ReadShowDeps,
  { showtimeId, seats }: Told,
): Promise<ReadonlyMap<string, string>> => {
  const { state: showtime } = await commands.showtimes.read(showtimeId);
  if (showtime.status === 'none') return new Map();
  const { hallId, layoutVersion } = showtime.facts;
  const { state: hall } = await commands.halls.read(hallId);
  const layout = hall.status === 'none' ? [] : (hall.layouts[layoutVersion - 1]?.seats ?? []);
  return new Map(
    seats.flatMap((seat) =>
      ticketSeats([seat], layout).map(({ row, number }) => [seat.id, seatName(row, number)] as const),
    ),
  );
};

const ofShowtime = async (
  deps: ReadShowDeps,
  booking: Told,
): Promise<Pick<Show, 'seatNames' | 'cancelledWhy'>> => {
  const [seatNames, why] = await Promise.all([
    seatNamesOf(deps, booking),
    isCalledOff(booking) ? cancelledWhy(deps, booking.showtimeId) : undefined,
  ]);
  return { seatNames, ...(why === undefined ? {} : { cancelledWhy: why }) };
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
