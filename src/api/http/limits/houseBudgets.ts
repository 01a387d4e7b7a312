import type { Commands } from '../../../commands/Commands.ts';
import { type Budgets, budgetsFor } from '../../../domain/policies/budgets.ts';
import type { Showtime } from '../../../domain/showtime/ShowtimeState.ts';

/** A showtime and the budgets of its theater; undefined for a showtime that does not exist. */
export const houseBudgets = async (
  { showtimes, theaters }: Pick<Commands, 'showtimes' | 'theaters'>,
  showtimeId: string,
): Promise<{ readonly showtime: Showtime; readonly policies: Budgets } | undefined> => {
  const { state } = await showtimes.read(showtimeId);
  if (state.status === 'none') return undefined;
  const theater = await theaters.read(state.facts.theaterId);
  const policies = theater.state.status === 'none' ? undefined : theater.state.details.policies;
  return { showtime: state, policies: budgetsFor(policies) };
};
