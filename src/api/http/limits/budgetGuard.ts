import type { FastifyRequest } from 'fastify';
import type { BudgetKeeper, BudgetRefusal } from '../../../commands/limits/budgetKeeper.ts';
import { ProblemError } from '../problems/Problem.ts';
import type { BudgetCounts } from './BudgetCounts.ts';

export interface BudgetDeps {
  readonly budgets: BudgetKeeper;
  readonly budgetCounts: BudgetCounts;
}

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** Throws budget-exhausted unless the request is remembered: it is answered then as it was before. */
export const refuseBeyond = async (
  { budgetCounts }: Pick<BudgetDeps, 'budgetCounts'>,
  refusal: BudgetRefusal | undefined,
  isRemembered: () => Promise<boolean>,
): Promise<void> => {
  if (refusal === undefined || (await isRemembered())) return;
  const { budget, retryAfterMs } = refusal;
  budgetCounts.refused(budget);
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  throw new ProblemError({
    name: 'budget-exhausted',
    fields: { budget, retryAfterSeconds },
    retryAfterSeconds,
  });
};

export const exemptStaff = (
  { budgetCounts }: Pick<BudgetDeps, 'budgetCounts'>,
  request: FastifyRequest,
  refusal: BudgetRefusal | undefined,
  showtimeId: string,
): void => {
  if (refusal === undefined) return;
  const { budget } = refusal;
  budgetCounts.exempted(budget);
  const { id: requestId, caller } = request;
  request.log.info({ requestId, actor: caller.actorId, budget, showtimeId }, 'staff went beyond a budget');
};
