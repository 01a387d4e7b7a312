import {
  asCancelled,
  type Booking,
  type BookingState,
  type Cancellation,
  type SealedValue,
} from '../../domain/booking/BookingState.ts';
import type { BookingRejections } from '../../domain/booking/commands.ts';
import type { Money } from '../../domain/kernel/money.ts';
import type { ShowtimeRejection } from '../../domain/showtime/commands.ts';
import { CustomerErased, KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { Folded } from '../engine/CommandRunner.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import type { Answered, BookingDeps, NotDone } from './BookingDeps.ts';
import { driveUntil } from './driveUntil.ts';
import { syncForeignRefunds } from './syncForeignRefunds.ts';
import { tornUnits } from './tornUnits.ts';

export interface CancelBookingRequest {
  readonly bookingId: string;
  /** Chosen by the caller, the same for a repeat: `keyedId`. */
  readonly cancellationId: string;
  readonly seatIds?: readonly string[];
  /** A customer's own words go into the log sealed under their key; they are left out while no key can be had. */
  readonly reason?: string;
  readonly terms?: 'full';
  readonly expectedRefund?: Money;
}

export type CancelBookingRejection =
  | BookingRejections['CancelSeats']
  | Extract<ShowtimeRejection, { readonly reason: 'SeatsBelongTogether' }>;

export type CancelBookingOutcome =
  /** 200, remembered. `booking` is as right after this cancellation; `refundStatus` as the first answer said. */
  | (Answered & {
      readonly outcome: 'cancelled';
      readonly cancellation: Cancellation;
      readonly refundStatus: 'none' | 'pending' | 'done';
    })
  | NotDone<CancelBookingRejection>;

/**
 * Gives up paid seats. They are on sale at once; a refund that takes longer is recorded (`RefundDelayed`) before the
 * customer is told so, so that every repeat gives the same answer.
 */
export const cancelBooking = async (
  deps: BookingDeps,
  request: CancelBookingRequest,
  context: CommandContext,
): Promise<CancelBookingOutcome> => {
  const { commands } = deps;
  const { bookingId, reason: _reason, ...asked } = request;
  const repeated = await commands.bookings.repeat(bookingId, context);
  const torn = repeated === undefined ? await tornUnits(deps, request) : [];
  if (repeated === undefined) await syncForeignRefunds(deps, bookingId, context);
  if (torn.length > 0) {
    return { outcome: 'rejected', rejection: { reason: 'SeatsBelongTogether', with: torn } };
  }
  const outcome =
    repeated ??
    (await commands.bookings.execute(
      bookingId,
      // Also when staff ask: the cinema's own cancellation is that of the showtime.
      { type: 'CancelSeats', by: 'customer', ...asked, ...(await wordsOf(deps, request)) },
      context,
    ));
  if (outcome.outcome !== 'done') return outcome;

  const accepted = outcome.events.find((event) => event.type === 'CancellationAccepted');
  const cancellationId = accepted?.data.cancellationId ?? request.cancellationId;
  const { replayed } = outcome;
  await driveUntil(deps, bookingId, {}, (booking) => isKnown(findCancellation(booking, cancellationId)));
  const after = await commands.bookings.read(bookingId);
  if (isSettled(findCancellation(bookingIn(after.state), cancellationId))) {
    return answer(after, cancellationId, replayed);
  }
  const { idempotency: _idempotency, ...unkeyed } = context;
  const delayed = await commands.bookings.execute(
    bookingId,
    { type: 'DelayRefund', cancellationId },
    unkeyed,
  );
  return answer(delayed.outcome === 'done' ? delayed : after, cancellationId, replayed);
};

const wordsOf = async (
  { commands, keys }: BookingDeps,
  { bookingId, reason }: CancelBookingRequest,
): Promise<{ readonly customerReason?: SealedValue }> => {
  if (reason === undefined) return {};
  const { state: booking } = await commands.bookings.read(bookingId);
  if (booking.status === 'none') return {};
  try {
    return { customerReason: await keys.seal(booking.customerId, reason) };
  } catch (error) {
    if (error instanceof CustomerErased || error instanceof KeyStoreUnavailable) return {};
    throw error;
  }
};

const bookingIn = (state: BookingState): Booking => {
  if (state.status === 'none') throw new Error('the booking is gone');
  return state;
};

const findCancellation = (booking: Booking, cancellationId: string): Cancellation => {
  const found = booking.cancellations.find((each) => each.cancellationId === cancellationId);
  if (found === undefined) throw new Error(`cancellation ${cancellationId} is not in its booking`);
  return found;
};

const isSettled = ({ seatsReleased, refundStatus, toldPending }: Cancellation): boolean =>
  seatsReleased && (refundStatus !== 'pending' || toldPending);

const isKnown = (cancellation: Cancellation): boolean =>
  isSettled(cancellation) || (cancellation.seatsReleased && cancellation.refundTries > 0);

const answer = (
  { state, position }: Pick<Folded<BookingState>, 'state' | 'position'>,
  cancellationId: string,
  replayed: boolean,
): CancelBookingOutcome => {
  const booking = bookingIn(state);
  const cancellation = findCancellation(booking, cancellationId);
  return {
    outcome: 'cancelled',
    booking: asCancelled(booking, cancellation.number),
    cancellation,
    refundStatus: cancellation.toldPending ? 'pending' : cancellation.refundStatus,
    position,
    replayed,
  };
};
