import type { FastifyRequest } from 'fastify';
import type { Commands } from '../../commands/Commands.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { BudgetRefusal } from '../../commands/limits/budgetKeeper.ts';
import { holdCharge, minutesCharge, seatsOf } from '../../commands/limits/followHolds.ts';
import type { Admission } from '../../domain/showtime/events.ts';
import { notAdmitted } from '../../domain/showtime/queueAtDoor.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import type { Asker } from '../http/limits/asker.ts';
import { type BotGuardDeps, botGuard } from '../http/limits/botGuard.ts';
import { type BudgetDeps, exemptStaff, refuseBeyond } from '../http/limits/budgetGuard.ts';
import { type House, houseBudgets, knownHouseBudgets } from '../http/limits/houseBudgets.ts';
import { type BeyondAddress, holdAsks, holdSpendings, seatAsks, seatsWithin } from './holdAsks.ts';
import { type HoldWritesDeps, holdWrites } from './holdWrites.ts';
import { type Spent, spendProved } from './provedSpending.ts';

export interface HoldBudgetsDeps extends BudgetDeps, BotGuardDeps, HoldWritesDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
}

export interface AskedWrite {
  readonly showtimeId: string;
  readonly context: CommandContext;
}

export interface AskedHold extends AskedWrite {
  readonly holdId: string;
  readonly seats: number;
}

export interface AskedNewHold extends AskedHold {
  readonly admission?: Admission | 'exempt';
}

export interface HoldBudgets {
  /** Whether the hold is within all budgets, without waiting; false where that is not known at once. Spends nothing. */
  allows(request: FastifyRequest, asked: AskedHold): boolean;
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
  /** For what takes no seats: counts what is written to the showtime's stream, as the other two do. */
  write<Made extends MadeHold>(
    request: FastifyRequest,
    asked: AskedWrite,
    make: () => Promise<Made>,
  ): Promise<Made>;
}

interface MadeHold {
  readonly outcome: string;
  readonly replayed?: boolean;
  readonly events?: readonly unknown[];
}

/** Who is counted, and by whose policies. */
interface Limited {
  readonly asker: Asker;
  readonly house: House;
}

const nothingSpent: Spent = { isSpent: false };
/** Longer than a swap takes, and than another node needs to hear of it. */
const swapMsMax = 5_000;
const swapCharge = ({ id }: FastifyRequest): string => `swap ${id}`;

/** Where too many unpaid holds of others stand in the way, their end is near: asking again soon makes sense. */
const shareRetryMsMax = 30_000;

export const holdBudgets = (app: ApiInstance, deps: HoldBudgetsDeps): HoldBudgets => {
  const { commands, budgets, clock } = deps;
  const bots = botGuard(deps);
  const writes = holdWrites(deps);

  const isRemembered = async ({ showtimeId, context }: AskedWrite): Promise<boolean> =>
    (await commands.showtimes.repeat(showtimeId, context)) !== undefined;

  const refuse = (refusal: BudgetRefusal, asked: AskedWrite): Promise<void> => {
    const retryAfterMs =
      refusal.budget === 'share' ? Math.min(refusal.retryAfterMs, shareRetryMsMax) : refusal.retryAfterMs;
    return refuseBeyond(deps, { ...refusal, retryAfterMs }, () => isRemembered(asked));
  };

  const take = async (
    request: FastifyRequest,
    asked: AskedNewHold,
    { asker, house }: Limited,
  ): Promise<Spent> => {
    const { showtimeId, holdId } = asked;
    // Its minutes outlive the hold: the request is a repeat, and what it had spent is not its to give back.
    if (budgets.ledger.find(minutesCharge(holdId)) !== undefined) return nothingSpent;
    const seats = seatsWithin(house, asked.seats);
    const nowMs = clock.nowMs();
    const spendingsOf = (beyond: BeyondAddress) =>
      holdSpendings({ asker, house, seats }, { holdId, nowMs }, beyond);
    if (mayActFor(request.caller, house.showtime.facts.theaterId)) {
      const spendings = spendingsOf('staff');
      exemptStaff(deps, request, await budgets.check(spendings.flatMap(({ asks }) => asks)), { showtimeId });
      budgets.spendAnyway(spendings);
      return { isSpent: true };
    }
    return spendProved(bots, {
      ...{ request, showtimeId, asker, amount: seats },
      spend: (isProved) => budgets.spend(spendingsOf(isProved ? 'proved' : undefined)),
      refuse: (refusal) => refuse(refusal, asked),
      isRemembered: () => isRemembered(asked),
    });
  };

  /** Spends under a name of the request until the charge of the hold follows, so that swaps that come together are counted. */
  const takeMore = async (
    request: FastifyRequest,
    asked: AskedHold,
    { asker, house }: Limited,
  ): Promise<Spent> => {
    const { showtimeId, holdId } = asked;
    const charge = budgets.ledger.find(holdCharge(holdId));
    const held = charge === undefined ? 0 : seatsOf(charge);
    const more = seatsWithin(house, asked.seats) - held;
    if (more <= 0) return nothingSpent;
    const wanted = { asker, house, seats: more };
    if (mayActFor(request.caller, house.showtime.facts.theaterId)) {
      exemptStaff(deps, request, await budgets.check(seatAsks(wanted)), { showtimeId });
      return nothingSpent;
    }
    const spending = { id: swapCharge(request), untilMs: clock.nowMs() + swapMsMax };
    return spendProved(bots, {
      ...{ request, showtimeId, asker, amount: more },
      spend: (isProved) =>
        budgets.spend([{ ...spending, asks: seatAsks(wanted, isProved ? 'proved' : undefined) }]),
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

  const write = async <Made extends MadeHold>(
    request: FastifyRequest,
    asked: AskedWrite,
    make: (limited: Limited | undefined) => Promise<Made>,
    isQueued: (showtime: Showtime) => boolean = () => false,
  ): Promise<Made> => {
    const { showtimeId } = asked;
    const asker = app.askerOf(request);
    const house = asker === undefined ? undefined : await houseBudgets(commands, showtimeId);
    if (asker === undefined || house === undefined || isQueued(house.showtime)) return make(undefined);
    const refusal = writes.refusalOf(asker, house);
    if (mayActFor(request.caller, house.showtime.facts.theaterId)) {
      exemptStaff(deps, request, refusal, { showtimeId });
    } else if (refusal !== undefined) await refuse(refusal, asked);
    const made = await make({ asker, house });
    const isWritten = made.outcome === 'done' && made.replayed !== true && made.events?.length !== 0;
    if (isWritten) writes.count(asker, house);
    return made;
  };

  return {
    write: (request, asked, make) => write(request, asked, () => make()),
    allows: (request, { showtimeId, seats }) => {
      const asker = app.askerOf(request);
      if (asker === undefined) return true;
      const house = knownHouseBudgets(commands, showtimeId);
      if (house === undefined || writes.refusalOf(asker, house) !== undefined) return false;
      return budgets.allows(holdAsks({ asker, house, seats: seatsWithin(house, seats) }));
    },
    spend: (request, asked, make) => {
      const spendAndMake = async (limited: Limited | undefined) => {
        const spent = limited === undefined ? nothingSpent : await take(request, asked, limited);
        return whileSpent(spent, make, () => {
          if (spent.isSpent) budgets.giveBack(holdCharge(asked.holdId), minutesCharge(asked.holdId));
        });
      };
      const isQueued = (showtime: Showtime) => notAdmitted(asked, showtime) !== undefined;
      return write(request, asked, spendAndMake, isQueued);
    },
    takeMore: (request, asked, make) =>
      write(request, asked, async (limited) => {
        const spent = limited === undefined ? nothingSpent : await takeMore(request, asked, limited);
        const giveBack = () => budgets.giveBack(swapCharge(request));
        const made = await whileSpent(spent, make, giveBack);
        // The charge of a hold that another node made follows when that has heard of the swap.
        if (spent.isSpent && budgets.ledger.isOwn(holdCharge(asked.holdId))) giveBack();
        return made;
      }),
  };
};
