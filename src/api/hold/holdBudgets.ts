import type { FastifyRequest } from 'fastify';
import type { Commands } from '../../commands/Commands.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { Ask, BudgetRefusal } from '../../commands/limits/budgetKeeper.ts';
import {
  holdCharge,
  minutesCharge,
  seatMinutesWindowMs,
  seatsOf,
} from '../../commands/limits/followHolds.ts';
import type { Budgets } from '../../domain/policies/budgets.ts';
import type { Admission } from '../../domain/showtime/events.ts';
import { unsoldSeats } from '../../domain/showtime/inventory/SeatInventory.ts';
import { notAdmitted } from '../../domain/showtime/queueAtDoor.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import type { Asker } from '../http/limits/asker.ts';
import { type BudgetDeps, exemptStaff, refuseBeyond } from '../http/limits/budgetGuard.ts';
import { houseBudgets } from '../http/limits/houseBudgets.ts';

export interface HoldBudgetsDeps extends BudgetDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
  readonly clock: Clock;
}

export interface AskedHold {
  readonly showtimeId: string;
  readonly holdId: string;
  readonly seats: number;
  readonly context: CommandContext;
}

export interface AskedNewHold extends AskedHold {
  readonly admission?: Admission | 'exempt';
}

export interface HoldBudgets {
  /**
   * Spends what the hold needs and gives it back unless `make` made the hold. Throws budget-exhausted, never for a request
   * that is remembered or that the showtime's queue refuses.
   */
  spend<Made extends { readonly outcome: string; readonly replayed?: boolean }>(
    request: FastifyRequest,
    asked: AskedNewHold,
    make: () => Promise<Made>,
  ): Promise<Made>;
  /** For other seats of a hold. Throws budget-exhausted, never for a request that is remembered. */
  takeMore(request: FastifyRequest, asked: AskedHold): Promise<void>;
}

const minuteMs = 60_000;

/** Where too many unpaid holds of others stand in the way, their end is near: asking again soon makes sense. */
const shareRetryMsMax = 30_000;

export const holdBudgets = (app: ApiInstance, deps: HoldBudgetsDeps): HoldBudgets => {
  const { commands, budgets, clock } = deps;

  /** Never less than one full hold. */
  const shareOf = (showtime: Showtime, { sharePercent }: Budgets) => {
    const least = showtime.facts.policies.seatsPerHoldMax;
    // Counting takes a microsecond for every thousand seats; the first hold needs no count.
    return (used: number): number =>
      used === 0
        ? least
        : Math.max(least, Math.floor((unsoldSeats(showtime.inventory) * sharePercent) / 100));
  };

  const seatAsks = (
    { caller, address }: Asker,
    { showtimeId }: AskedHold,
    seats: number,
    { showtime, policies }: { readonly showtime: Showtime; readonly policies: Budgets },
  ): Ask[] => {
    const maxOf = shareOf(showtime, policies);
    return [
      { budget: 'seats-held', of: caller, amount: seats, maxOf: () => policies.seatsHeldMax },
      { budget: 'share', of: `${caller} ${showtimeId}`, amount: seats, maxOf },
      { budget: 'share', of: `${address} ${showtimeId}`, amount: seats, maxOf },
    ];
  };

  const refuse = (refusal: BudgetRefusal | undefined, { showtimeId, context }: AskedHold): Promise<void> => {
    const isRemembered = async () => (await commands.showtimes.repeat(showtimeId, context)) !== undefined;
    if (refusal?.budget !== 'share') return refuseBeyond(deps, refusal, isRemembered);
    const retryAfterMs = Math.min(refusal.retryAfterMs, shareRetryMsMax);
    return refuseBeyond(deps, { ...refusal, retryAfterMs }, isRemembered);
  };

  const take = async (request: FastifyRequest, asked: AskedNewHold): Promise<boolean> => {
    const { showtimeId, holdId } = asked;
    const asker = app.askerOf(request);
    // Its minutes outlive the hold: the request is a repeat, and what it had spent is not its to give back.
    if (asker === undefined || budgets.ledger.find(minutesCharge(holdId)) !== undefined) return false;
    const house = await houseBudgets(commands, showtimeId);
    if (house === undefined) return false;
    const { showtime, policies } = house;
    if (notAdmitted(asked, showtime) !== undefined) return false;
    const { holdTtlMs, seatsPerHoldMax } = showtime.facts.policies;
    const seats = Math.min(asked.seats, seatsPerHoldMax);
    const nowMs = clock.nowMs();
    const { caller } = asker;
    const isStaff = mayActFor(request.caller, showtime.facts.theaterId);
    const ofSeats = seatAsks(asker, asked, seats, house);
    const spendings = [
      {
        id: holdCharge(holdId),
        untilMs: nowMs + holdTtlMs,
        asks: [
          { budget: 'open-holds', of: caller, amount: 1, maxOf: () => policies.openHoldsMax } as const,
          // The counter of a box office must not use up what its visitors have.
          ...(isStaff ? ofSeats.slice(0, -1) : ofSeats),
        ],
      },
      {
        id: minutesCharge(holdId),
        untilMs: nowMs + seatMinutesWindowMs,
        asks: [
          {
            budget: 'seat-minutes',
            of: `${caller} ${showtimeId}`,
            amount: Math.ceil((seats * holdTtlMs) / minuteMs),
            maxOf: () => policies.seatMinutesMax,
          } as const,
        ],
      },
    ];
    if (isStaff) {
      exemptStaff(deps, request, await budgets.check(spendings.flatMap(({ asks }) => asks)), showtimeId);
      budgets.spendAnyway(spendings);
      return true;
    }
    const refusal = await budgets.spend(spendings);
    await refuse(refusal, asked);
    return refusal === undefined;
  };

  return {
    spend: async (request, asked, make) => {
      const hasSpent = await take(request, asked);
      let isMade = false;
      try {
        const made = await make();
        isMade = made.outcome === 'done' && made.replayed !== true;
        return made;
      } finally {
        if (hasSpent && !isMade) budgets.giveBack(holdCharge(asked.holdId), minutesCharge(asked.holdId));
      }
    },
    takeMore: async (request, asked) => {
      const asker = app.askerOf(request);
      const house = asker === undefined ? undefined : await houseBudgets(commands, asked.showtimeId);
      if (asker === undefined || house === undefined) return;
      const charge = budgets.ledger.find(holdCharge(asked.holdId));
      const held = charge === undefined ? 0 : seatsOf(charge);
      const more = Math.min(asked.seats, house.showtime.facts.policies.seatsPerHoldMax) - held;
      if (more <= 0) return;
      const refusal = await budgets.check(seatAsks(asker, asked, more, house));
      if (mayActFor(request.caller, house.showtime.facts.theaterId)) {
        exemptStaff(deps, request, refusal, asked.showtimeId);
      } else await refuse(refusal, asked);
    },
  };
};
