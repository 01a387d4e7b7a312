import type { Commands } from '../../../commands/Commands.ts';
import { type Budgets, budgetsFor } from '../../../domain/policies/budgets.ts';
import type { Showtime } from '../../../domain/showtime/ShowtimeState.ts';

export const budgetsOfTheater = async (
  { theaters }: Pick<Commands, 'theaters'>,
  theaterId: string,
): Promise<Budgets> => {
  const { state } = await theaters.read(theaterId);
  return budgetsFor(state.status === 'none' ? undefined : state.details.policies);
};

/** What all of these theaters allow. */
export const leastBudget = async (
  commands: Pick<Commands, 'theaters'>,
  theaterIds: readonly string[],
  name: keyof Budgets,
): Promise<number> => {
  const all = await Promise.all(theaterIds.map((id) => budgetsOfTheater(commands, id)));
  return Math.min(...all.map((budgets) => budgets[name]));
};

/** A showtime and the budgets of its theater; undefined for a showtime that does not exist. */
export const houseBudgets = async (
  commands: Pick<Commands, 'showtimes' | 'theaters'>,
  showtimeId: string,
): Promise<{ readonly showtime: Showtime; readonly policies: Budgets } | undefined> => {
  const { state } = await commands.showtimes.read(showtimeId);
  if (state.status === 'none') return undefined;
  return { showtime: state, policies: await budgetsOfTheater(commands, state.facts.theaterId) };
};
