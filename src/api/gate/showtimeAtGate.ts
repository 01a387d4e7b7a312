import type { Commands } from '../../commands/Commands.ts';
import { type Caller, theatersOf } from '../http/auth/Caller.ts';
import { notFound, notYours } from '../http/problems/Problem.ts';

export interface ShowtimeAtGateDeps {
  readonly commands: Pick<Commands, 'showtimes'>;
}

/** The theater of a showtime. Throws the problem `not-found` also for one of a theater that is not the caller's. */
export const showtimeAtGate = async (
  { commands }: ShowtimeAtGateDeps,
  showtimeId: string,
  caller: Caller,
): Promise<string> => {
  const { state: showtime } = await commands.showtimes.read(showtimeId);
  if (showtime.status === 'none') throw notFound();
  const { theaterId } = showtime.facts;
  const theaterIds = theatersOf(caller);
  if (theaterIds !== 'all' && !theaterIds.includes(theaterId)) throw notYours();
  return theaterId;
};
