import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { DemandMeter } from '../../commands/queue/demandMeter.ts';
import { type Problem, ProblemError, sendProblem } from '../http/problems/Problem.ts';
import { problemOfRejection } from '../http/problems/refusals.ts';
import { doneOrProblem } from '../http/writeAnswer.ts';
import { type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { heldIn, selectionOf } from './heldSeats.ts';
import { type HoldAdmissionDeps, holdAdmission } from './holdAdmission.ts';
import type { HoldBudgets, HoldBudgetsDeps } from './holdBudgets.ts';
import { issueHoldToken } from './holdToken.ts';
import { countLostDemand, type LostDemandDeps } from './lostDemand.ts';
import type { holdBody, newHoldShown } from './schemas.ts';
import { heldView } from './views.ts';

export interface NewHoldsDeps extends WriteDeps, HoldAdmissionDeps, LostDemandDeps {
  readonly commands: HoldBudgetsDeps['commands'];
  readonly demand: DemandMeter;
}

type NewHold = z.output<typeof newHoldShown>;

interface Asked {
  readonly showtimeId: string;
  readonly body: z.output<typeof holdBody>;
}

/** Answers the request for a new hold. Most of them are refused, and those without a promise where memory tells it. */
export const newHolds = (deps: NewHoldsDeps, budgets: HoldBudgets) => {
  const { commands, secrets, demand } = deps;
  const admission = holdAdmission(deps);

  const wantedOf = (request: FastifyRequest, { showtimeId, body }: Asked) => {
    const { context, newId } = writeRequest(request, deps, body);
    const selection = selectionOf(body);
    const holdId = newId('hold');
    const command = { type: 'HoldSeats', holdId, bookingId: newId('booking'), selection } as const;
    const seats = body.bestAvailable?.count ?? body.seatIds?.length ?? 0;
    return { showtimeId, holdId, seats, context, selection, command };
  };
  type Wanted = ReturnType<typeof wantedOf>;

  /** Undefined unless memory alone tells that the hold is refused, and for nothing that comes before its seats. */
  const refusedAtOnce = (request: FastifyRequest, wanted: Wanted): Problem | undefined => {
    if (admission.isAsked(request)) return undefined;
    const rejection = commands.showtimes.refusal(wanted.showtimeId, wanted.command, wanted.context);
    if (rejection === undefined || rejection.reason === 'QueueRequired') return undefined;
    return budgets.allows(request, wanted) ? problemOfRejection(rejection) : undefined;
  };

  /** Throws the problem of a refusal. */
  const hold = async (request: FastifyRequest, reply: FastifyReply, wanted: Wanted): Promise<NewHold> => {
    const { showtimeId, context } = wanted;
    const turn = await admission.of(request, showtimeId);
    const admitted = turn === undefined ? {} : { admission: turn };
    const command = { ...wanted.command, ...admitted };
    const outcome = await budgets.spend(request, { ...wanted, ...admitted }, () =>
      commands.showtimes.execute(showtimeId, command, context),
    );
    const { revision, events } = doneOrProblem(reply, outcome);
    // A repeat under an older secret has the id of the first hold.
    const held = heldIn(events);
    const { holdId } = held;
    const holdToken = issueHoldToken(secrets.holdToken, { showtimeId, holdId });
    reply.code(201).header('location', `/v1/holds/${holdId}`);
    return { ...heldView(showtimeId, held, revision), holdToken };
  };

  return (request: FastifyRequest, reply: FastifyReply, asked: Asked): Promise<NewHold> | undefined => {
    demand.asked(asked.showtimeId);
    const wanted = wantedOf(request, asked);
    const problem = refusedAtOnce(request, wanted);
    if (problem === undefined) {
      return hold(request, reply, wanted).catch((error: unknown) => {
        if (error instanceof ProblemError) countLostDemand(deps, wanted, error.problem.name);
        throw error;
      });
    }
    countLostDemand(deps, wanted, problem.name);
    sendProblem(reply, problem);
    return undefined;
  };
};
