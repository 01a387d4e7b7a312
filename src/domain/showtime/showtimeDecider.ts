import { type Decider, type Decision, decideBy, reject } from '../kernel/decider.ts';
import type { ShowtimeAsked, ShowtimeCommand, ShowtimeRejections } from './commands.ts';
import type { ShowtimeEvent } from './events.ts';
import { evolveShowtime } from './evolveShowtime.ts';
import { blockSeats, unblockSeats } from './inventory/blockSeats.ts';
import { bookSeats } from './inventory/bookSeats.ts';
import { expireHolds, extendHold, keepHold, notHeld, releaseHold } from './inventory/holdLife.ts';
import { holdSeats } from './inventory/holdSeats.ts';
import { moveToLayout } from './inventory/moveToLayout.ts';
import { returnSeats } from './inventory/returnSeats.ts';
import { swapHeldSeats } from './inventory/swapHeldSeats.ts';
import {
  cancelShowtime,
  changePricing,
  closeSales,
  notOnSale,
  openSales,
  schedule,
  scheduleAgain,
} from './lifeCycle.ts';
import { attachQueue, detachQueue, notAdmitted } from './queueAtDoor.ts';
import type { Showtime, ShowtimeState } from './ShowtimeState.ts';
import { summarizeShowtime } from './summarizeShowtime.ts';

/** Everything but scheduling needs a showtime. */
const ofShowtime =
  <Asked, Rejection>(rule: (command: Asked, showtime: Showtime) => Decision<ShowtimeEvent, Rejection>) =>
  (
    command: Asked,
    state: ShowtimeState,
  ): Decision<ShowtimeEvent, Rejection | { readonly reason: 'ShowtimeNotFound' }> =>
    state.status === 'none' ? reject({ reason: 'ShowtimeNotFound' }) : rule(command, state);

/** A live hold is asked for first (404, 410), then a showtime that still sells (409). */
const notHeldOrOnSale = (state: Showtime, holdId: string, nowMs: number) =>
  notHeld(state, holdId, nowMs) ?? notOnSale(state, nowMs);

/**
 * What a command about one showtime causes, or why not. Seats of a hold that has run out are taken only together with
 * its expiry, in the same batch, so that by fold alone a seat never has two owners.
 */
export const showtimeDecider: Decider<ShowtimeState, ShowtimeCommand, ShowtimeEvent, ShowtimeRejections> = {
  initialState: { status: 'none' },
  decide: decideBy<ShowtimeState, ShowtimeCommand, ShowtimeEvent, ShowtimeRejections>({
    ScheduleShowtime: (command, state) =>
      state.status === 'none' ? schedule(command) : scheduleAgain(command, state),
    OpenSales: ofShowtime(openSales),
    CloseSales: ofShowtime(closeSales),
    CancelShowtime: ofShowtime(cancelShowtime),
    ChangePricing: ofShowtime(changePricing),
    MoveToLayout: ofShowtime(moveToLayout),
    HoldSeats: ofShowtime(
      (command: ShowtimeAsked<'HoldSeats'>, state) =>
        notAdmitted(command, state) ?? notOnSale(state, command.nowMs) ?? holdSeats(command, state),
    ),
    AttachQueue: ofShowtime(attachQueue),
    DetachQueue: ofShowtime(detachQueue),
    ExtendHold: ofShowtime(
      (command: ShowtimeAsked<'ExtendHold'>, state) =>
        notHeldOrOnSale(state, command.holdId, command.nowMs) ?? extendHold(command, state),
    ),
    KeepHold: ofShowtime(keepHold),
    SwapHeldSeats: ofShowtime(
      (command: ShowtimeAsked<'SwapHeldSeats'>, state) =>
        notHeldOrOnSale(state, command.holdId, command.nowMs) ?? swapHeldSeats(command, state),
    ),
    ReleaseHold: ofShowtime(releaseHold),
    ExpireHolds: ofShowtime(expireHolds),
    BookSeats: ofShowtime(bookSeats),
    ReturnSeats: ofShowtime(returnSeats),
    BlockSeats: ofShowtime(blockSeats),
    UnblockSeats: ofShowtime(unblockSeats),
    SummarizeShowtime: ofShowtime(summarizeShowtime),
  }),
  evolve: evolveShowtime,
};
