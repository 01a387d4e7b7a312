import type { LostDemandCounter } from '../../commands/demand/LostDemandCounter.ts';
import { type Refusal, refusedWhys } from '../../domain/demand/events.ts';
import type { SeatSelection } from '../../domain/showtime/commands.ts';
import type { ProblemName } from '../http/problems/problemKinds.ts';

export interface LostDemandDeps {
  readonly lostDemand: Pick<LostDemandCounter, 'refused'>;
}

const whyOf = (problem: ProblemName): Refusal['why'] | undefined =>
  problem === 'showtime-not-on-sale' ? 'not-on-sale' : refusedWhys.find((why) => why === problem);

/** Counts the refusal of a hold, unless it has no name among lost demand. */
export const countLostDemand = (
  { lostDemand }: LostDemandDeps,
  { showtimeId, selection }: { readonly showtimeId: string; readonly selection: SeatSelection },
  problem: ProblemName,
): void => {
  const why = whyOf(problem);
  if (why !== undefined) lostDemand.refused(showtimeId, selection, why);
};
