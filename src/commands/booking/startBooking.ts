import { refusal } from '../../domain/booking/startPayment.ts';
import { endedHoldOf, holdOf } from '../../domain/showtime/inventory/claims.ts';
import { bookingOfHold } from '../../domain/showtime/inventory/findHold.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import { bookingKeys, underClaim } from '../request/claimKey.ts';
import {
  type Attempts,
  answerAttempt,
  isDecided,
  type Opened,
  openedBy,
  rejected,
  type StartBookingOutcome,
} from './answerAttempt.ts';
import { withAction } from './askHolder.ts';
import type { BookingDeps } from './BookingDeps.ts';
import { driveUntil } from './driveUntil.ts';
import { findEarlier, keyOfTry } from './earlierRequest.ts';
import { type Held, type StartBookingRequest, startCommand } from './startCommand.ts';

/**
 * Pays for a hold. The request opens an attempt in the booking's stream under its idempotency key; its answer, also to
 * a repeat, follows from the state of that attempt.
 */
export const startBooking = async (
  deps: BookingDeps,
  request: StartBookingRequest,
  context: CommandContext,
): Promise<StartBookingOutcome> => {
  const { commands } = deps;
  const { holdId, showtimeId } = request;
  const { idempotency, ...unkeyed } = context;
  const known = await commands.showtimes.read(showtimeId, holdId);
  const earlier = await findEarlier(deps, known.state, holdId, context);
  if (earlier.repeated !== undefined) {
    return withAction(deps, request, await answerRepeat(deps, earlier.repeated));
  }

  const kept = await commands.showtimes.execute(showtimeId, { type: 'KeepHold', holdId }, unkeyed);
  if (kept.outcome === 'unavailable') return kept;
  const held = kept.outcome === 'done' ? heldIn(kept.state, holdId) : undefined;
  if (held === undefined) return refuse(deps, request, kept);

  const command = await startCommand(deps.keys, request, held);
  if ('outcome' in command) return command;
  const key = idempotency === undefined ? {} : { idempotency: keyOfTry(idempotency, earlier.unreached) };
  const { bookingId } = held.hold;
  const started = await underClaim(bookingKeys(commands), bookingId, context, () =>
    commands.bookings.execute(bookingId, command, { ...unkeyed, ...key }),
  );
  if (started.outcome !== 'done') return started;
  const answer = await (started.replayed ? answerRepeat(deps, started) : pay(deps, request, started));
  return withAction(deps, request, answer);
};

const heldIn = (state: ShowtimeState, holdId: string): Held | undefined => {
  const hold = state.status === 'none' ? undefined : holdOf(state.inventory, holdId);
  return state.status === 'none' || hold === undefined ? undefined : { showtime: state, hold };
};

const refuse = async (
  { commands }: BookingDeps,
  { showtimeId, holdId }: StartBookingRequest,
  kept: Outcome<ShowtimeState, { readonly reason: string }>,
): Promise<StartBookingOutcome> => {
  if (kept.outcome !== 'rejected') throw new Error(`KeepHold came to ${kept.outcome} without a hold`);
  const { state } = await commands.showtimes.read(showtimeId, holdId);
  if (state.status === 'none') return rejected({ reason: 'ShowtimeNotFound' });
  const bookingId = bookingOfHold(state.inventory, holdId);
  if (bookingId === undefined) return rejected({ reason: 'HoldNotFound' });
  const booking = await commands.bookings.read(bookingId);
  const over = booking.state.status === 'none' ? undefined : refusal(booking.state);
  if (over !== undefined) return rejected(over);
  if (kept.rejection.reason === 'ShowtimeNotOnSale') {
    return rejected({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
  }
  const how = endedHoldOf(state.inventory, holdId)?.how ?? 'expired';
  return rejected({ reason: 'HoldOver', how });
};

const pay = async (
  deps: BookingDeps,
  { payment: { token } }: StartBookingRequest,
  started: Opened,
): Promise<StartBookingOutcome> => {
  const { bookingId, attempt } = openedBy(started);
  const cause = started.events.at(-1);
  await driveUntil(
    deps,
    bookingId,
    { opened: { attempt, token }, ...(cause === undefined ? {} : { cause }) },
    (booking) => isDecided(booking, attempt),
  );
  return answerAttempt(await deps.commands.bookings.read(bookingId), attempt, false);
};

const answerRepeat = async (deps: BookingDeps, repeated: Attempts): Promise<StartBookingOutcome> => {
  if (repeated.outcome !== 'done') return repeated;
  const { bookingId, attempt } = openedBy(repeated);
  const now = await deps.commands.bookings.read(bookingId);
  // Its first driver may be gone: a repeat need not wait until the process takes the booking up.
  if (now.state.status === 'payment_pending' && !deps.driver.isDriving(bookingId)) {
    void deps.driver.drive(bookingId, { forMs: deps.limits.driveMs });
  }
  return answerAttempt(now, attempt, true);
};
