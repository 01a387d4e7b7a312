import { Counter, type Registry } from 'prom-client';
import type { BudgetRefusal } from '../../../commands/limits/budgetKeeper.ts';
import { type BudgetName, budgetNames } from '../../../domain/policies/budgets.ts';
import { ProblemError } from '../problems/Problem.ts';

/** How often each budget refused a request, and how often staff went beyond it. */
export interface BudgetCounts {
  refused(budget: BudgetName): void;
  exempted(budget: BudgetName): void;
}

export const countBudgets = (registry: Registry): BudgetCounts => {
  const counter = (name: string, help: string): Counter<'budget'> => {
    const made = new Counter({ name, help, labelNames: ['budget'], registers: [registry] });
    for (const budget of budgetNames) made.inc({ budget }, 0);
    return made;
  };
  const refused = counter('marquee_budget_refusals_total', 'Requests refused because a budget was used up.');
  const exempted = counter(
    'marquee_budget_exemptions_total',
    'Requests of staff beyond a budget of customers.',
  );
  return {
    refused: (budget) => refused.inc({ budget }),
    exempted: (budget) => exempted.inc({ budget }),
  };
};

export const budgetExhausted = ({ budget, retryAfterMs }: BudgetRefusal): ProblemError => {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return new ProblemError({
    name: 'budget-exhausted',
    fields: { budget, retryAfterSeconds },
    retryAfterSeconds,
  });
};
