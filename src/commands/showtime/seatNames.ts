import { seatName } from '../../domain/seating/seatName.ts';
import type { HeldSeat } from '../../domain/showtime/events.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import { printedSeats } from '../../domain/ticket/Ticket.ts';
import type { Runners } from '../runners.ts';

export interface SeatNamesDeps {
  readonly halls: Pick<Runners['halls'], 'read'>;
}

/** How seats of a showtime are printed, by id; one that its layout lacks, as its id. Throws EventStoreUnavailable, UnreadableStream. */
export const seatNames = async (
  { halls }: SeatNamesDeps,
  { facts: { hallId, layoutVersion } }: Pick<Showtime, 'facts'>,
  seats: readonly HeldSeat[],
): Promise<ReadonlyMap<string, string>> => {
  const { state: hall } = await halls.read(hallId);
  const layout = hall.status === 'none' ? [] : (hall.layouts[layoutVersion - 1]?.seats ?? []);
  return new Map(
    printedSeats(seats, layout).map(({ seat, row, number }) => [seat.id, seatName(row, number)]),
  );
};
