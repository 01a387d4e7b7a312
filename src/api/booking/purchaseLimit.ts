import type { FastifyRequest } from 'fastify';
import type { StartBookingOutcome } from '../../commands/booking/answerAttempt.ts';
import type { Commands } from '../../commands/Commands.ts';
import type { BudgetKeeper } from '../../commands/limits/budgetKeeper.ts';
import { keptSeats } from '../../domain/booking/BookingState.ts';
import { holdOf } from '../../domain/showtime/inventory/claims.ts';
import type { Clock } from '../../ports/Clock.ts';
import { ReadModelMissing, ReadStoreUnavailable } from '../../ports/ReadStore.ts';
import type { BookingRow, BookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import type { HoldTokenContent } from '../hold/holdToken.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import { houseBudgets } from '../http/limits/houseBudgets.ts';
import { ProblemError } from '../http/problems/Problem.ts';

export interface PurchaseLimitDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
  readonly bookingLists: Pick<BookingsQueries, 'bookings'>;
  readonly budgets: BudgetKeeper;
  readonly clock: Clock;
}

export interface AskedPurchase {
  readonly held: HoldTokenContent;
  readonly customerId: string;
  isRemembered(): Promise<boolean>;
}

/** Longer than the read model is behind, unless it is made again. */
const chargedMs = 2 * 60_000;
const statuses = ['confirmed', 'payment_pending'] as const;
const listed = { limit: 100 } as const;

const noneWhileAway = (error: unknown): readonly BookingRow[] => {
  if (error instanceof ReadStoreUnavailable || error instanceof ReadModelMissing) return [];
  throw error;
};

/**
 * Bounds what one customer buys of a showtime: the bookings in the read model and, for those of the last minutes that it may
 * lack, the charges of all nodes. While the read model is away the charges alone decide. Throws purchase-limit.
 */
export const purchaseLimit = (app: ApiInstance, deps: PurchaseLimitDeps) => {
  const { commands, bookingLists, budgets, clock } = deps;
  const { ledger } = budgets;

  const bookingsOf = async (customerId: string, showtimeId: string): Promise<readonly BookingRow[]> => {
    const found = statuses.map((status) =>
      bookingLists
        .bookings({ customerIds: [customerId], showtimeId, status }, listed)
        .then(({ items }) => items, noneWhileAway),
    );
    return (await Promise.all(found)).flat();
  };

  /** The charge, unless there is nothing to charge. */
  const take = async (request: FastifyRequest, asked: AskedPurchase): Promise<string | undefined> => {
    const { customerId, held, isRemembered } = asked;
    const { showtimeId, holdId } = held;
    if (app.askerOf(request) === undefined) return undefined;
    const house = await houseBudgets(commands, showtimeId);
    const hold = house === undefined ? undefined : holdOf(house.showtime.inventory, holdId);
    if (house === undefined || hold === undefined) return undefined;
    if (mayActFor(request.caller, house.showtime.facts.theaterId)) return undefined;
    const id = `purchase ${hold.bookingId}`;
    if (ledger.find(id) !== undefined) return undefined;
    const key = `purchased ${customerId} ${showtimeId}`;
    const rows = await bookingsOf(customerId, showtimeId);
    const others = rows.filter(({ booking }) => booking.bookingId !== hold.bookingId);
    const inModel = others.reduce((sum, { booking }) => sum + keptSeats(booking).length, 0);
    const inBoth = others.reduce(
      (sum, { booking }) => sum + (ledger.find(`purchase ${booking.bookingId}`)?.amounts.get(key) ?? 0),
      0,
    );
    const max = house.policies.purchaseSeatsMax;
    if (inModel + ledger.sumOf(key) - inBoth + hold.seats.length > max) {
      if (await isRemembered()) return undefined;
      throw new ProblemError({ name: 'purchase-limit', fields: { max } });
    }
    const amounts = new Map([[key, hold.seats.length]]);
    budgets.charge({ id, untilMs: clock.nowMs() + chargedMs, amounts });
    return id;
  };

  return async (
    request: FastifyRequest,
    asked: AskedPurchase,
    pay: () => Promise<StartBookingOutcome>,
  ): Promise<StartBookingOutcome> => {
    const charged = await take(request, asked);
    if (charged === undefined) return pay();
    let isBought = false;
    try {
      const outcome = await pay();
      isBought = outcome.outcome === 'confirmed' || outcome.outcome === 'pending';
      return outcome;
    } finally {
      if (!isBought) budgets.giveBack(charged);
    }
  };
};
