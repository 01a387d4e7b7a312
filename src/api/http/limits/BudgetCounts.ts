import { Counter, type Registry } from 'prom-client';
import { type BudgetName, budgetNames } from '../../../domain/policies/budgets.ts';

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
