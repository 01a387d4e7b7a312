import type { FastifyRequest } from 'fastify';
import type { Commands } from '../../commands/Commands.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import { type BudgetDeps, exemptStaff, hourMs, refuseBudget } from '../http/limits/budgetGuard.ts';
import { budgetsOfTheater } from '../http/limits/houseBudgets.ts';

export interface TicketBudgetDeps extends BudgetDeps {
  readonly commands: Pick<Commands, 'theaters'>;
  readonly clock: Clock;
}

/** A household prints for each of its members. */
const callersPerAddress = 5;

/** Throws budget-exhausted. */
export const ticketBudget =
  (app: ApiInstance, deps: TicketBudgetDeps) =>
  async (request: FastifyRequest, { theaterId, showtimeId }: Booking): Promise<void> => {
    const asker = app.askerOf(request);
    if (asker === undefined) return;
    const { ticketsDrawnMax } = await budgetsOfTheater(deps.commands, theaterId);
    const one = { budget: 'tickets', amount: 1 } as const;
    const ofCaller = { ...one, of: asker.caller, maxOf: () => ticketsDrawnMax };
    const ofAddress = { ...one, of: asker.address, maxOf: () => callersPerAddress * ticketsDrawnMax };
    const spending = { id: `ticket ${request.id}`, untilMs: deps.clock.nowMs() + hourMs };
    if (mayActFor(request.caller, theaterId)) {
      exemptStaff(deps, request, await deps.budgets.check([ofCaller]), { showtimeId });
      deps.budgets.spendAnyway([{ ...spending, asks: [ofCaller] }]);
      return;
    }
    const refusal = await deps.budgets.spend([{ ...spending, asks: [ofCaller, ofAddress] }]);
    if (refusal !== undefined) refuseBudget(deps, refusal);
  };
