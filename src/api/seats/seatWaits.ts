import type { Commands } from '../../commands/Commands.ts';
import { budgetsFor } from '../../domain/policies/budgets.ts';
import { houseBudgets } from '../http/limits/houseBudgets.ts';
import type { WaitAsked } from '../http/limits/waits.ts';

/** Less than a node has, so that one showtime leaves places to others. */
const readersMax = 10_000;

/** For streams and long polls of one seat map. */
export const seatWaits = (
  commands: Pick<Commands, 'showtimes' | 'theaters'>,
  showtimeId: string,
): Pick<WaitAsked, 'room' | 'roomMax' | 'budget'> => ({
  room: `seats ${showtimeId}`,
  roomMax: readersMax,
  budget: async () => {
    const house = await houseBudgets(commands, showtimeId);
    const { streamsMax } = house?.policies ?? budgetsFor(undefined);
    return { streamsMax, theaterIds: house === undefined ? [] : [house.showtime.facts.theaterId] };
  },
});
