import { v5 } from 'uuid';
import type { BookingCommand } from '../../domain/booking/commands.ts';
import type { ShowtimeRejections } from '../../domain/showtime/commands.ts';
import { endedHoldOf } from '../../domain/showtime/inventory/claims.ts';
import { findHold } from '../../domain/showtime/inventory/findHold.ts';
import { holdTimes } from '../../domain/showtime/inventory/holdLife.ts';
import type { Showtime, ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { askShowtime, away, expectDone, type Performing, record, type StepResult } from './Performing.ts';

const holdTimeCommand = (showtime: Showtime, holdId: string, nowMs: number): BookingCommand | undefined => {
  const found = findHold(showtime.inventory, holdId, nowMs);
  if (found.kind !== 'active') return undefined;
  const { expiresAtMs, keepAtMs } = holdTimes(showtime, found.hold);
  return {
    type: 'RecordHoldKept',
    holdExpiresAt: new Date(expiresAtMs).toISOString(),
    ...(keepAtMs === undefined ? {} : { holdKeepAt: new Date(keepAtMs).toISOString() }),
  };
};

export const keepHold = async (on: Performing): Promise<StepResult> => {
  const { booking, deps } = on;
  const outcome = await askShowtime(on, { type: 'KeepHold', holdId: booking.hold.holdId });
  if (outcome.outcome === 'unavailable') return away;
  if (outcome.outcome === 'done' && outcome.state.status !== 'none') {
    const kept = holdTimeCommand(outcome.state, booking.hold.holdId, deps.clock.nowMs());
    if (kept !== undefined) return record(on, kept);
  }
  // The hold is gone: the payment continues, and BookSeats decides what becomes of it.
  const holdExpiresAt = new Date(booking.hold.expiresAtMs).toISOString();
  return record(on, { type: 'RecordHoldKept', holdExpiresAt });
};

export const bookSeats = async (on: Performing, attempt: number): Promise<StepResult> => {
  const { booking, deps } = on;
  const { bookingId, customerId, seats } = booking;
  const customer = await deps.commands.customers.read(customerId);
  if (customer.state.status === 'erased') {
    return record(on, { type: 'AbandonPayment', attempt, why: 'customer-erased' });
  }
  const { holdId } = booking.hold;
  // The same for every repeat, which so finds what was booked under it.
  const freshHoldId = v5(`${holdId}/again`, bookingId);
  const paid = { seats, freshHoldId };
  const outcome = await askShowtime(on, { type: 'BookSeats', holdId, bookingId, paid });
  switch (outcome.outcome) {
    case 'done':
      return record(on, {
        type: 'RecordSeatsSecured',
        attempt,
        holdId: securedUnder(outcome.state, freshHoldId) ?? holdId,
      });
    case 'rejected':
      return record(on, {
        type: 'RecordSeatsLost',
        attempt,
        why: await whyLost(on, outcome.rejection),
      });
    case 'unavailable':
      return away;
    default:
      return expectDone(outcome, 'BookSeats');
  }
};

const securedUnder = (state: ShowtimeState, freshHoldId: string): string | undefined =>
  state.status !== 'none' && endedHoldOf(state.inventory, freshHoldId) !== undefined
    ? freshHoldId
    : undefined;

const whyLost = async (
  { deps, booking }: Performing,
  rejection: ShowtimeRejections['BookSeats'],
): Promise<Extract<BookingCommand, { type: 'RecordSeatsLost' }>['why']> => {
  switch (rejection.reason) {
    case 'ShowtimeNotOnSale':
      return rejection.showtimeStatus === 'cancelled' ? 'showtime-cancelled' : 'taken';
    case 'HoldOver':
      return 'released';
    case 'ShowtimeNotFound':
    case 'HoldNotFound':
    case 'SeatsUnavailable':
    case 'UnknownSeat': {
      const { state } = await deps.commands.showtimes.read(booking.showtimeId);
      if (state.status === 'none') return 'taken';
      const found = findHold(state.inventory, booking.hold.holdId, deps.clock.nowMs());
      return found.kind === 'active' ? 'changed' : 'taken';
    }
  }
};

/** Seats that are not the booking's any more were returned by a driver that was interrupted before it recorded it. */
export const returnSeats = async (
  on: Performing,
  seatIds: readonly string[],
  then: BookingCommand,
): Promise<StepResult> => {
  const { bookingId } = on.booking;
  const outcome = await askShowtime(on, { type: 'ReturnSeats', bookingId, seatIds });
  if (outcome.outcome === 'unavailable') return away;
  const { length } = seatIds;
  const before =
    outcome.outcome === 'rejected' &&
    outcome.rejection.reason === 'SeatsNotBooked' &&
    outcome.rejection.seatIds.length === length;
  if (!before) expectDone(outcome, 'ReturnSeats');
  return record(on, then);
};

export const endHold = async (on: Performing): Promise<StepResult> => {
  const { deps, booking } = on;
  const { holdId } = booking.hold;
  const outcome = await askShowtime(on, { type: 'ExpireHolds', holdId });
  if (outcome.outcome === 'unavailable') return away;
  if (outcome.outcome !== 'done' || outcome.state.status === 'none')
    return expectDone(outcome, 'ExpireHolds');
  const kept = holdTimeCommand(outcome.state, holdId, deps.clock.nowMs());
  if (kept !== undefined) return record(on, kept);
  const { state } = await deps.commands.showtimes.read(booking.showtimeId, holdId);
  const how = state.status === 'none' ? undefined : endedHoldOf(state.inventory, holdId)?.how;
  return record(on, { type: 'ExpireBooking', why: how === 'released' ? 'hold-released' : 'hold-expired' });
};
