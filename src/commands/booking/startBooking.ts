/**
 * Paying for held seats. The request opens an attempt in the booking's stream under its idempotency key; what it is
 * answered, now or at any repeat, is what that attempt has come to.
 */
import {
  type Attempt,
  asConfirmed,
  type Booking,
  type BookingState,
} from '../../domain/booking/BookingState.ts';
import type { BookingCommand, BookingRejection } from '../../domain/booking/commands.ts';
import { bookingLimits } from '../../domain/booking/events.ts';
import { refusal } from '../../domain/booking/startPayment.ts';
import { holdTimes } from '../../domain/showtime/bookSeats.ts';
import {
  bookingOfHold,
  type Hold,
  type Showtime,
  type ShowtimeState,
} from '../../domain/showtime/ShowtimeState.ts';
import { CustomerErased, type KeyStore, KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { Folded } from '../engine/CommandRunner.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import { underClaim } from '../request/claimKey.ts';
import type { BookingDeps, StartBookingOutcome, StartBookingRequest } from './bookings.ts';
import { driveUntil } from './driveUntil.ts';

type Rejected = Extract<StartBookingOutcome, { readonly outcome: 'rejected' }>;
type Attempts = Outcome<BookingState, BookingRejection>;
type Done = Extract<Attempts, { readonly outcome: 'done' }>;

const retryAfterMs = 2_000;

const rejected = (rejection: Rejected['rejection']): Rejected => ({ outcome: 'rejected', rejection });

export const startBooking = async (
  deps: BookingDeps,
  request: StartBookingRequest,
  context: CommandContext,
): Promise<StartBookingOutcome> => {
  const { commands } = deps;
  const { holdId, showtimeId } = request;
  const { idempotency, ...unkeyed } = context;
  const known = await commands.showtimes.read(showtimeId);
  const earlier = await findEarlier(deps, known.state, holdId, context);
  if (earlier.repeated !== undefined) return answerRepeat(deps, earlier.repeated);

  const kept = await commands.showtimes.execute(showtimeId, { type: 'KeepHold', holdId }, unkeyed);
  if (kept.outcome === 'unavailable') return kept;
  const held = kept.outcome === 'done' ? heldIn(kept.state, holdId) : undefined;
  if (held === undefined) return refuse(deps, request, kept);

  const command = await startCommand(deps, request, held);
  if ('outcome' in command) return command;
  const key = idempotency === undefined ? {} : { idempotency: keyOfTry(idempotency, earlier.unreached) };
  const { bookingId } = held.hold;
  const started = await underClaim(deps, bookingId, context, () =>
    commands.bookings.execute(bookingId, command, { ...unkeyed, ...key }),
  );
  if (started.outcome !== 'done') return refuseBooking(started);
  return started.replayed ? answerRepeat(deps, started) : pay(deps, started);
};

/**
 * A refusal leaves nothing behind, but an attempt that reached no gateway stands in the log with its key. After each
 * of them the same request goes by another name, so that its repeat is decided anew.
 */
const keyOfTry = (
  { key, body, earlier = [] }: NonNullable<CommandContext['idempotency']>,
  unreached: number,
): NonNullable<CommandContext['idempotency']> => ({
  key: unreached === 0 ? key : `${key}.${unreached}`,
  body,
  earlier: earlier.map((each) => keyOfTry(each, unreached)),
});

interface Earlier {
  /** What this request has come to; undefined when it is to be decided. */
  readonly repeated: Attempts | undefined;
  /** How often it was made without reaching the gateway. */
  readonly unreached: number;
}

const findEarlier = async (
  { commands }: BookingDeps,
  showtime: ShowtimeState,
  holdId: string,
  { idempotency, ...unkeyed }: CommandContext,
): Promise<Earlier> => {
  const bookingId = showtime.status === 'none' ? undefined : bookingOfHold(showtime, holdId);
  let unreached = 0;
  while (bookingId !== undefined && idempotency !== undefined && unreached < bookingLimits.attemptsMax) {
    const named = { ...unkeyed, idempotency: keyOfTry(idempotency, unreached) };
    const repeated = await commands.bookings.repeat(bookingId, named);
    if (repeated === undefined) break;
    if (repeated.outcome !== 'done') return { repeated, unreached };
    const { state } = await commands.bookings.read(bookingId);
    const { attempt } = openedBy(repeated);
    if (state.status === 'none' || attemptOf(state, attempt).result !== 'unreached') {
      return { repeated, unreached };
    }
    unreached += 1;
  }
  return { repeated: undefined, unreached };
};

const heldIn = (
  state: ShowtimeState,
  holdId: string,
): { readonly showtime: Showtime; readonly hold: Hold } | undefined => {
  const hold = state.status === 'none' ? undefined : state.holds.get(holdId);
  return state.status === 'none' || hold === undefined ? undefined : { showtime: state, hold };
};

/** Why there is no hold to pay for: the booking made from it says more than the hold itself. */
const refuse = async (
  { commands }: BookingDeps,
  { showtimeId, holdId }: StartBookingRequest,
  kept: Outcome<ShowtimeState, { readonly reason: string }>,
): Promise<StartBookingOutcome> => {
  if (kept.outcome !== 'rejected') throw new Error(`KeepHold came to ${kept.outcome} without a hold`);
  const { state } = await commands.showtimes.read(showtimeId);
  if (state.status === 'none') return rejected({ reason: 'ShowtimeNotFound' });
  const bookingId = bookingOfHold(state, holdId);
  if (bookingId === undefined) return rejected({ reason: 'HoldNotFound' });
  const booking = await commands.bookings.read(bookingId);
  const over = booking.state.status === 'none' ? undefined : refusal(booking.state);
  if (over !== undefined) return rejected(over);
  if (kept.rejection.reason === 'ShowtimeNotOnSale') {
    return rejected({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
  }
  const how = state.endedHolds.get(holdId)?.how ?? 'expired';
  return rejected({ reason: 'HoldOver', how });
};

const refuseBooking = (refused: Exclude<Attempts, Done>): StartBookingOutcome => {
  if (refused.outcome !== 'rejected') return refused;
  const { rejection } = refused;
  switch (rejection.reason) {
    case 'BookingInProgress':
    case 'HoldAlreadyBooked':
    case 'HoldOver':
    case 'TooManyAttempts':
      return rejected(rejection);
    default:
      throw new Error(`StartPayment was refused with ${rejection.reason}`);
  }
};

type StartPayment = Extract<BookingCommand, { type: 'StartPayment' }>;

const startCommand = async (
  { keys }: BookingDeps,
  request: StartBookingRequest,
  { showtime, hold }: { readonly showtime: Showtime; readonly hold: Hold },
): Promise<StartPayment | StartBookingOutcome> => {
  const { customerId, emailHash, payment } = request;
  const sealed = await sealFor(keys, request);
  if ('outcome' in sealed) return sealed;
  const { expiresAtMs, keepAtMs } = holdTimes(showtime, hold);
  const { showtimeId, movieId, theaterId, startsAt, endsAt, policies } = showtime.facts;
  return {
    type: 'StartPayment',
    bookingId: hold.bookingId,
    holdId: hold.holdId,
    ...{ showtimeId, movieId, theaterId, startsAt, endsAt, refunds: policies.refunds },
    customerId,
    ...(emailHash === undefined ? {} : { emailHash }),
    ...sealed,
    seats: [...hold.seats],
    total: hold.total,
    method: payment.method,
    holdExpiresAt: new Date(expiresAtMs).toISOString(),
    ...(keepAtMs === undefined ? {} : { holdKeepAt: new Date(keepAtMs).toISOString() }),
  };
};

const sealFor = async (
  keys: Pick<KeyStore, 'seal'>,
  { customerId, customer, payment }: StartBookingRequest,
): Promise<Pick<StartPayment, 'customer' | 'token'> | StartBookingOutcome> => {
  try {
    return {
      customer: await keys.seal(customerId, customer),
      token: await keys.seal(customerId, payment.token),
    };
  } catch (error) {
    if (error instanceof CustomerErased) return rejected({ reason: 'CustomerErased' });
    if (!(error instanceof KeyStoreUnavailable)) throw error;
    return { outcome: 'unavailable', why: error.message, retryAfterMs };
  }
};

/** Drives the attempt that was just opened until it is decided, or the customer has waited long enough. */
const pay = async (deps: BookingDeps, started: Done): Promise<StartBookingOutcome> => {
  const { bookingId, attempt } = openedBy(started);
  await driveUntil(deps, bookingId, { opened: attempt }, (booking) => isDecided(booking, attempt));
  return answer(await deps.commands.bookings.read(bookingId), attempt, false);
};

const answerRepeat = async (deps: BookingDeps, repeated: Attempts): Promise<StartBookingOutcome> => {
  if (repeated.outcome !== 'done') return refuseBooking(repeated);
  const { bookingId, attempt } = openedBy(repeated);
  const now = await deps.commands.bookings.read(bookingId);
  // Its first driver may be gone: who asks again need not wait until somebody takes it up.
  if (now.state.status === 'payment_pending' && !deps.driver.isDriving(bookingId)) {
    void deps.driver.drive(bookingId, { forMs: deps.limits.driveMs });
  }
  return answer(now, attempt, true);
};

/** The booking and attempt that a keyed request opened, from the events it caused. */
const openedBy = ({ state, events }: Done): { readonly bookingId: string; readonly attempt: number } => {
  const opened = events.find(({ type }) => type === 'PaymentAttempted');
  if (state.status === 'none' || opened === undefined) throw new Error('the request opened no attempt');
  const { attempt } = opened.data as { readonly attempt: number };
  return { bookingId: state.bookingId, attempt };
};

const attemptOf = (booking: Booking, attempt: number): Attempt => {
  const tried = booking.attempts.find((each) => each.attempt === attempt);
  if (tried === undefined) throw new Error(`attempt ${attempt} is not in its booking`);
  return tried;
};

/** Whether the customer can be told. A failed one is not told before the seats and the money are given back. */
const isDecided = (booking: Booking, attempt: number): boolean =>
  attemptOf(booking, attempt).result !== 'open' &&
  (booking.payment.phase === 'none' ||
    booking.payment.phase === 'captured' ||
    booking.payment.attempt !== attempt);

const answer = (
  { state, position }: Folded<BookingState>,
  attempt: number,
  replayed: boolean,
): StartBookingOutcome => {
  if (state.status === 'none') throw new Error('the booking is gone');
  const tried = attemptOf(state, attempt);
  const { method } = tried;
  if (!isDecided(state, attempt)) return { outcome: 'pending', booking: state, position, replayed, method };
  switch (tried.result) {
    case 'open':
      return { outcome: 'pending', booking: state, position, replayed, method };
    case 'confirmed':
      return { outcome: 'confirmed', booking: asConfirmed(state), position, replayed, method };
    case 'declined':
      return { outcome: 'declined', booking: state, position, replayed, code: tried.code };
    case 'failed':
      return { outcome: 'failed', booking: state, position, replayed, code: tried.code };
    case 'unreached':
      return { outcome: 'payment-unavailable', retryAfterMs };
    case 'seats-lost':
      if (tried.why === 'showtime-cancelled') {
        return rejected({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
      }
      return rejected({ reason: 'HoldOver', how: tried.why === 'released' ? 'released' : 'expired' });
  }
};
