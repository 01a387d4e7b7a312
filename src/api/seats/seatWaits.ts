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
): Pick<WaitAsked, 'room' | 'roomMax' | 'streamsMax'> => ({
  room: `seats ${showtimeId}`,
  roomMax: readersMax,
  streamsMax: async () =>
    ((await houseBudgets(commands, showtimeId))?.policies ?? budgetsFor(undefined)).streamsMax,
});
