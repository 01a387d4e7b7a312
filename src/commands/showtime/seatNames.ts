import { seatName } from '../../domain/seating/seatName.ts';
import type { HeldSeat } from '../../domain/showtime/events.ts';
import { ticketSeats } from '../../domain/ticket/Ticket.ts';
import type { Runners } from '../runners.ts';

export interface SeatNamesDeps {
  readonly showtimes: Pick<Runners['showtimes'], 'read'>;
  readonly halls: Pick<Runners['halls'], 'read'>;
}

/**
 * How seats of a showtime are printed, by id; one that its layout lacks, as its id. Empty without a showtime. Throws
 * EventStoreUnavailable, UnreadableStream.
 */
export const seatNames = async (
  { showtimes, halls }: SeatNamesDeps,
  showtimeId: string,
  seats: readonly HeldSeat[],
): Promise<ReadonlyMap<string, string>> => {
  const { state: showtime } = await showtimes.read(showtimeId);
  if (showtime.status === 'none') return new Map();
  const { hallId, layoutVersion } = showtime.facts;
  const { state: hall } = await halls.read(hallId);
  const layout = hall.status === 'none' ? [] : (hall.layouts[layoutVersion - 1]?.seats ?? []);
  return new Map(
    seats.flatMap((seat) =>
      ticketSeats([seat], layout).map(({ row, number }) => [seat.id, seatName(row, number)] as const),
    ),
  );
};
