import type { FastifyRequest } from 'fastify';
import type { Commands } from '../../commands/Commands.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { Ask, BudgetRefusal, Spending } from '../../commands/limits/budgetKeeper.ts';
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
import type { ApiInstance } from '../http/ApiInstance.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import type { Asker } from '../http/limits/asker.ts';
import { type BotGuardDeps, botGuard } from '../http/limits/botGuard.ts';
import { type BudgetDeps, exemptStaff, refuseBeyond } from '../http/limits/budgetGuard.ts';
import { houseBudgets } from '../http/limits/houseBudgets.ts';
import { type Spent, spendProved } from './provedSpending.ts';

export interface HoldBudgetsDeps extends BudgetDeps, BotGuardDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
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
   * Spends what the hold needs and gives it back unless `make` made the hold. Throws budget-exhausted and
   * challenge-required, never for a request that is remembered or that the showtime's queue refuses.
   */
  spend<Made extends MadeHold>(
    request: FastifyRequest,
    asked: AskedNewHold,
    make: () => Promise<Made>,
  ): Promise<Made>;
  /** The same for other seats of a hold. */
  takeMore<Made extends MadeHold>(
    request: FastifyRequest,
    asked: AskedHold,
    make: () => Promise<Made>,
  ): Promise<Made>;
}

interface MadeHold {
  readonly outcome: string;
  readonly replayed?: boolean;
}

const nothingSpent: Spent = { isSpent: false };

const minuteMs = 60_000;

/** Where too many unpaid holds of others stand in the way, their end is near: asking again soon makes sense. */
const shareRetryMsMax = 30_000;

export const holdBudgets = (app: ApiInstance, deps: HoldBudgetsDeps): HoldBudgets => {
  const { commands, budgets, clock } = deps;
  const bots = botGuard(deps);

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
    isProved: boolean,
  ): Ask[] => {
    const maxOf = shareOf(showtime, policies);
    const ofAddress = isProved ? () => Number.POSITIVE_INFINITY : maxOf;
    return [
      { budget: 'seats-held', of: caller, amount: seats, maxOf: () => policies.seatsHeldMax },
      { budget: 'share', of: `${caller} ${showtimeId}`, amount: seats, maxOf },
      // Last, so that no proof is asked for in vain.
      { budget: 'share', of: `${address} ${showtimeId}`, amount: seats, maxOf: ofAddress },
    ];
  };

  const isRemembered = async ({ showtimeId, context }: AskedHold): Promise<boolean> =>
    (await commands.showtimes.repeat(showtimeId, context)) !== undefined;

  const refuse = (refusal: BudgetRefusal, asked: AskedHold): Promise<void> => {
    const retryAfterMs =
      refusal.budget === 'share' ? Math.min(refusal.retryAfterMs, shareRetryMsMax) : refusal.retryAfterMs;
    return refuseBeyond(deps, { ...refusal, retryAfterMs }, () => isRemembered(asked));
  };

  const take = async (request: FastifyRequest, asked: AskedNewHold): Promise<Spent> => {
    const { showtimeId, holdId } = asked;
    const asker = app.askerOf(request);
    // Its minutes outlive the hold: the request is a repeat, and what it had spent is not its to give back.
    if (asker === undefined || budgets.ledger.find(minutesCharge(holdId)) !== undefined) return nothingSpent;
    const house = await houseBudgets(commands, showtimeId);
    if (house === undefined) return nothingSpent;
    const { showtime, policies } = house;
    if (notAdmitted(asked, showtime) !== undefined) return nothingSpent;
    const { holdTtlMs, seatsPerHoldMax } = showtime.facts.policies;
    const seats = Math.min(asked.seats, seatsPerHoldMax);
    const nowMs = clock.nowMs();
    const { caller } = asker;
    const isStaff = mayActFor(request.caller, showtime.facts.theaterId);
    const spendingsFor = (isProved: boolean): readonly Spending[] => {
      const ofSeats = seatAsks(asker, asked, seats, house, isProved);
      return [
        {
          id: minutesCharge(holdId),
          untilMs: nowMs + seatMinutesWindowMs,
          asks: [
            {
              budget: 'seat-minutes',
              of: `${caller} ${showtimeId}`,
              amount: Math.ceil((seats * holdTtlMs) / minuteMs),
              maxOf: () => policies.seatMinutesMax,
            },
          ],
        },
        {
          id: holdCharge(holdId),
          untilMs: nowMs + holdTtlMs,
          asks: [
            { budget: 'open-holds', of: caller, amount: 1, maxOf: () => policies.openHoldsMax },
            // The counter of a box office must not use up what its visitors have.
            ...(isStaff ? ofSeats.slice(0, -1) : ofSeats),
          ],
        },
      ];
    };
    if (isStaff) {
      const spendings = spendingsFor(false);
      exemptStaff(deps, request, await budgets.check(spendings.flatMap(({ asks }) => asks)), showtimeId);
      budgets.spendAnyway(spendings);
      return { isSpent: true };
    }
    return spendProved(bots, {
      ...{ request, showtimeId, asker, amount: seats },
      spend: (isProved) => budgets.spend(spendingsFor(isProved)),
      refuse: (refusal) => refuse(refusal, asked),
      isRemembered: () => isRemembered(asked),
    });
  };

  const takeMore = async (request: FastifyRequest, asked: AskedHold): Promise<Spent> => {
    const { showtimeId, holdId } = asked;
    const asker = app.askerOf(request);
    const house = asker === undefined ? undefined : await houseBudgets(commands, showtimeId);
    if (asker === undefined || house === undefined) return nothingSpent;
    const charge = budgets.ledger.find(holdCharge(holdId));
    const held = charge === undefined ? 0 : seatsOf(charge);
    const more = Math.min(asked.seats, house.showtime.facts.policies.seatsPerHoldMax) - held;
    if (more <= 0) return nothingSpent;
    const check = (isProved: boolean) => budgets.check(seatAsks(asker, asked, more, house, isProved));
    if (mayActFor(request.caller, house.showtime.facts.theaterId)) {
      exemptStaff(deps, request, await check(false), showtimeId);
      return nothingSpent;
    }
    return spendProved(bots, {
      ...{ request, showtimeId, asker, amount: more, spend: check },
      refuse: (refusal) => refuse(refusal, asked),
      isRemembered: () => isRemembered(asked),
    });
  };

  const whileSpent = async <Made extends MadeHold>(
    { proof }: Spent,
    make: () => Promise<Made>,
    giveBack: () => void,
  ): Promise<Made> => {
    let isMade = false;
    try {
      const made = await make();
      isMade = made.outcome === 'done' && made.replayed !== true;
      return made;
    } finally {
      if (!isMade) {
        giveBack();
        await bots.giveBack(proof);
      }
    }
  };

  return {
    spend: async (request, asked, make) => {
      const spent = await take(request, asked);
      return whileSpent(spent, make, () => {
        if (spent.isSpent) budgets.giveBack(holdCharge(asked.holdId), minutesCharge(asked.holdId));
      });
    },
    takeMore: async (request, asked, make) =>
      whileSpent(await takeMore(request, asked), make, () => undefined),
  };
};
