import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import type { StartBookingOutcome } from '../../commands/booking/answerAttempt.ts';
import type { Commands } from '../../commands/Commands.ts';
import type { Spending } from '../../commands/limits/budgetKeeper.ts';
import type { DeclinedCards } from '../../commands/limits/declinedCards.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { HoldTokenContent } from '../hold/holdToken.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import { type BudgetDeps, exemptStaff, hourMs, refuseBeyond } from '../http/limits/budgetGuard.ts';
import { houseBudgets } from '../http/limits/houseBudgets.ts';

export interface PaymentBudgetsDeps extends BudgetDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
  readonly clock: Clock;
  readonly cards: Pick<DeclinedCards, 'refusalOf'>;
}

export interface AskedPayment {
  readonly payment: { readonly token: string };
  readonly held: HoldTokenContent;
  /** Of the request's idempotency key: a repeat is not another attempt. */
  readonly requestKey: string;
  isRemembered(): Promise<boolean>;
}

/** A payment that is not decided counts as one that may be declined for so long. */
const undecidedMs = 60_000;
/** Until some of an address's payments are decided: hundreds behind one address pay at the same moment. */
const waitMsMax = 5_000;
const lookAgainMs = 50;
const waitingMax = 500;

/**
 * Pays within the budget `payments`: every attempt counts for its caller, one that is declined or not decided for the address,
 * one that is declined for its card.
 * An attempt that came to nothing before the gateway is given back.
 */
export const paymentBudgets = (app: ApiInstance, deps: PaymentBudgetsDeps) => {
  const { commands, budgets, clock, cards } = deps;
  let waiting = 0;

  /** Where it is undecided payments of the address that stand in the way, after them. */
  const spendInTurn = async (spendings: readonly Spending[], address: string) => {
    const untilMs = performance.now() + waitMsMax;
    for (;;) {
      const refusal = await budgets.spend(spendings);
      const isNearlyFree = refusal?.of === address && refusal.retryAfterMs <= undecidedMs;
      if (!isNearlyFree) return refusal;
      if (waiting >= waitingMax || performance.now() > untilMs) {
        return { ...refusal, retryAfterMs: Math.min(refusal.retryAfterMs, waitMsMax) };
      }
      waiting += 1;
      await pause(lookAgainMs);
      waiting -= 1;
    }
  };

  const take = async (
    request: FastifyRequest,
    { held: { showtimeId }, payment, isRemembered }: AskedPayment,
    ids: { readonly caller: string; readonly address: string },
  ): Promise<boolean> => {
    const asker = app.askerOf(request);
    if (asker === undefined || budgets.ledger.find(ids.caller) !== undefined) return false;
    const house = await houseBudgets(commands, showtimeId);
    if (house === undefined) return false;
    const { showtime, policies } = house;
    const untilMs = clock.nowMs() + hourMs;
    const one = { budget: 'payments', amount: 1 } as const;
    const ofCaller = { ...one, of: asker.caller, maxOf: () => policies.paymentAttemptsMax };
    const ofAddress = { ...one, of: asker.address, maxOf: () => policies.declinedPaymentsMax };
    if (mayActFor(request.caller, showtime.facts.theaterId)) {
      exemptStaff(deps, request, await budgets.check([ofCaller]), { showtimeId });
      budgets.spendAnyway([{ id: ids.caller, untilMs, asks: [ofCaller] }]);
      return true;
    }
    const spendings = [
      { id: ids.caller, untilMs, asks: [ofCaller] },
      { id: ids.address, untilMs: clock.nowMs() + undecidedMs, asks: [ofAddress] },
    ];
    const refusal = await spendInTurn(spendings, asker.address);
    const ofCard = refusal ?? (await cards.refusalOf(payment.token, policies.declinedPerCardMax));
    if (ofCard === undefined) return true;
    if (refusal === undefined) budgets.giveBack(ids.caller, ids.address);
    await refuseBeyond(deps, ofCard, isRemembered);
    return false;
  };

  const settle = (
    outcome: StartBookingOutcome | undefined,
    ids: { readonly caller: string; readonly address: string },
  ): void => {
    if (outcome !== undefined && 'replayed' in outcome && !outcome.replayed) {
      const attempt = budgets.ledger.find(ids.address);
      if (attempt === undefined) return;
      if (outcome.outcome === 'declined' || outcome.outcome === 'pending') {
        const countsMs = outcome.outcome === 'declined' ? hourMs : undecidedMs;
        budgets.charge({ ...attempt, untilMs: clock.nowMs() + countsMs });
      } else budgets.giveBack(ids.address);
    } else budgets.giveBack(ids.caller, ids.address);
  };

  return async (
    request: FastifyRequest,
    asked: AskedPayment,
    pay: () => Promise<StartBookingOutcome>,
  ): Promise<StartBookingOutcome> => {
    const ids = { caller: `payment ${asked.requestKey}`, address: `undecided ${asked.requestKey}` };
    if (!(await take(request, asked, ids))) return pay();
    let outcome: StartBookingOutcome | undefined;
    try {
      outcome = await pay();
      return outcome;
    } finally {
      settle(outcome, ids);
    }
  };
};
