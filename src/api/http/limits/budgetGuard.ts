import type { FastifyRequest } from 'fastify';
import type { BudgetKeeper, BudgetRefusal } from '../../../commands/limits/budgetKeeper.ts';
import { ProblemError } from '../problems/Problem.ts';
import { auditExemption } from '../security/addSecurityLog.ts';
import type { BudgetCounts } from './BudgetCounts.ts';

export interface BudgetDeps {
  readonly budgets: BudgetKeeper;
  readonly budgetCounts: BudgetCounts;
}

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** Throws budget-exhausted; without a time where waiting does not help. */
export const refuseBudget = (
  { budgetCounts }: Pick<BudgetDeps, 'budgetCounts'>,
  { budget, retryAfterMs }: Pick<BudgetRefusal, 'budget'> & Partial<BudgetRefusal>,
): never => {
  budgetCounts.refused(budget);
  if (retryAfterMs === undefined) throw new ProblemError({ name: 'budget-exhausted', fields: { budget } });
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  const fields = { budget, retryAfterSeconds };
  throw new ProblemError({ name: 'budget-exhausted', fields, retryAfterSeconds });
};

/** Throws budget-exhausted unless the request is remembered: it is answered then as it was before. */
export const refuseBeyond = async (
  deps: Pick<BudgetDeps, 'budgetCounts'>,
  refusal: BudgetRefusal | undefined,
  isRemembered: () => Promise<boolean>,
): Promise<void> => {
  if (refusal === undefined || (await isRemembered())) return;
  refuseBudget(deps, refusal);
};

export const exemptStaff = (
  { budgetCounts }: Pick<BudgetDeps, 'budgetCounts'>,
  request: FastifyRequest,
  refusal: Pick<BudgetRefusal, 'budget'> | undefined,
  at: Readonly<{ showtimeId: string }> | Readonly<{ room: string }>,
): void => {
  if (refusal === undefined) return;
  const { budget } = refusal;
  budgetCounts.exempted(budget);
  auditExemption(request);
  const { id: requestId, caller } = request;
  request.log.info({ requestId, actor: caller.actorId, budget, ...at }, 'staff went beyond a budget');
};
