/**
 * The ticket of a confirmed booking as a file: its claims signed, its facts read from the streams they stand in, its
 * holder's name opened.
 */
import { type Booking, keptSeats } from '../../domain/booking/BookingState.ts';
import { paidFor } from '../../domain/booking/refunds.ts';
import { type Ticket, ticketSeats } from '../../domain/ticket/Ticket.ts';
import { ticketClaims } from '../../domain/ticket/ticketClaims.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import type { TicketMediaType } from '../../ports/TicketRenderer.ts';
import { hasWebAddress } from '../customer/webAddresses.ts';
import type { Runners } from '../runners.ts';
import type { DrawnTickets } from './drawnTickets.ts';

export interface DrawTicketDeps {
  readonly commands: Pick<Runners, 'movies' | 'theaters' | 'halls' | 'showtimes'>;
  readonly codes: Pick<TicketCodes, 'signTicket'>;
  readonly renderer: DrawnTickets;
  readonly keyStore: Pick<KeyStore, 'open'>;
}

export interface BookedAt {
  readonly booking: Booking;
  readonly revision: number;
}

/**
 * Kept for the booking's revision; the name is asked for each time. `before` may refuse a ticket that is not kept. Undefined
 * unless the booking is confirmed and has a seat left. Throws EventStoreUnavailable, KeyStoreUnavailable.
 */
export const drawTicket = async (
  deps: DrawTicketDeps,
  { booking, revision }: BookedAt,
  as: TicketMediaType,
  before?: () => Promise<void>,
): Promise<Uint8Array | undefined> => {
  const claims = booking.status === 'confirmed' ? ticketClaims(booking) : undefined;
  if (claims === undefined) return undefined;
  const { commands, codes, renderer, keyStore } = deps;
  const [showtime, movie, theater, told] = await Promise.all([
    commands.showtimes.read(booking.showtimeId),
    commands.movies.read(booking.movieId),
    commands.theaters.read(booking.theaterId),
    keyStore.open(booking.customer),
  ]);
  if (showtime.state.status === 'none') throw new Error(`showtime ${booking.showtimeId} is gone`);
  const { facts } = showtime.state;
  const hall = await commands.halls.read(facts.hallId);
  if (movie.state.status === 'none' || theater.state.status === 'none' || hall.state.status === 'none') {
    throw new Error(`what booking ${booking.bookingId} is for is gone`);
  }
  const { title, rating } = movie.state.details;
  const { name: theaterName } = theater.state.details;
  const { layouts } = hall.state;
  const { name: hallName } = hall.state.details;
  const customerName = nameIn(told);
  const ticket = async (): Promise<Ticket> => {
    const seats = keptSeats(booking);
    return {
      reference: booking.reference,
      code: await codes.signTicket(claims),
      movieTitle: title,
      ...(rating === undefined ? {} : { rating }),
      theaterName,
      hallName,
      startsAt: facts.startsAt,
      timeZone: facts.timeZone,
      format: facts.format,
      language: facts.language,
      seats: ticketSeats(seats, layouts[facts.layoutVersion - 1]?.seats ?? []),
      total: paidFor(
        booking,
        seats.map(({ id }) => id),
      ),
      ...(customerName === undefined ? {} : { customerName }),
    };
  };
  const revisions = [revision, movie.revision, theater.revision, hall.revision];
  const { bookingId } = booking;
  const { layoutVersion } = facts;
  return renderer.render({ bookingId, revisions, layoutVersion, customerName }, as, { before, ticket });
};

/** Undefined once the person was erased, and for a name that would be an advertisement in the mail with the ticket. */
const nameIn = (told: unknown): string | undefined => {
  if (typeof told !== 'object' || told === null || !('name' in told)) return undefined;
  return typeof told.name === 'string' && !hasWebAddress(told.name) ? told.name : undefined;
};
