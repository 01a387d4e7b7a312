import type { LostDemandCounter } from '../../commands/demand/LostDemandCounter.ts';
import { type Refusal, refusedWhys } from '../../domain/demand/events.ts';
import type { SeatSelection } from '../../domain/showtime/commands.ts';
import { ProblemError, type ProblemName } from '../http/problems/Problem.ts';
import { type NotDone, problemOfOutcome } from '../http/problems/refusals.ts';

export interface LostDemandDeps {
  readonly lostDemand: Pick<LostDemandCounter, 'refused'>;
}

const whyOf = (problem: ProblemName): Refusal['why'] | undefined =>
  problem === 'showtime-not-on-sale' ? 'not-on-sale' : refusedWhys.find((why) => why === problem);

/** Counts the refusal of a hold that `make` was asked for, unless it has no name among lost demand. */
export const countingRefusals =
  ({ lostDemand }: LostDemandDeps) =>
  async <Made extends { readonly outcome: 'done' } | NotDone>(
    showtimeId: string,
    selection: SeatSelection,
    make: () => Promise<Made>,
  ): Promise<Made> => {
    const note = (problem: ProblemName): void => {
      const why = whyOf(problem);
      if (why !== undefined) lostDemand.refused(showtimeId, selection, why);
    };
    try {
      const made = await make();
      if (made.outcome === 'rejected') note(problemOfOutcome(made).name);
      return made;
    } catch (error) {
      if (error instanceof ProblemError) note(error.problem.name);
      throw error;
    }
  };
