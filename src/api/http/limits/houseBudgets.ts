import type { Commands } from '../../../commands/Commands.ts';
import { type Budgets, budgetsFor } from '../../../domain/policies/budgets.ts';
import type { Showtime } from '../../../domain/showtime/ShowtimeState.ts';
import type { TheaterState } from '../../../domain/theater/theaterDecider.ts';

const budgetsIn = (theater: TheaterState): Budgets =>
  budgetsFor(theater.status === 'none' ? undefined : theater.details.policies);

export const budgetsOfTheater = async (
  { theaters }: Pick<Commands, 'theaters'>,
  theaterId: string,
): Promise<Budgets> => budgetsIn((await theaters.read(theaterId)).state);

/** What all of these theaters allow. */
export const leastBudget = async (
  commands: Pick<Commands, 'theaters'>,
  theaterIds: readonly string[],
  name: keyof Budgets,
): Promise<number> => {
  const all = await Promise.all(theaterIds.map((id) => budgetsOfTheater(commands, id)));
  return Math.min(...all.map((budgets) => budgets[name]));
};

export interface House {
  readonly showtime: Showtime;
  /** The budgets of its theater. */
  readonly policies: Budgets;
}

/** Undefined for a showtime that does not exist. */
export const houseBudgets = async (
  commands: Pick<Commands, 'showtimes' | 'theaters'>,
  showtimeId: string,
): Promise<House | undefined> => {
  const { state } = await commands.showtimes.read(showtimeId);
  if (state.status === 'none') return undefined;
  return { showtime: state, policies: await budgetsOfTheater(commands, state.facts.theaterId) };
};

/** As `houseBudgets`, without waiting; undefined also where a stream has to be read. */
export const knownHouseBudgets = (
  { showtimes, theaters }: Pick<Commands, 'showtimes' | 'theaters'>,
  showtimeId: string,
): House | undefined => {
  const showtime = showtimes.known(showtimeId)?.state;
  if (showtime === undefined || showtime.status === 'none') return undefined;
  const theater = theaters.known(showtime.facts.theaterId)?.state;
  return theater === undefined ? undefined : { showtime, policies: budgetsIn(theater) };
};
