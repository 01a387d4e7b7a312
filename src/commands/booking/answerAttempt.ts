import {
  type Attempt,
  asConfirmed,
  type Booking,
  type BookingState,
} from '../../domain/booking/BookingState.ts';
import type { BookingRejections } from '../../domain/booking/commands.ts';
import type { BookingEvent } from '../../domain/booking/events.ts';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { ShowtimeRejection } from '../../domain/showtime/commands.ts';
import type { Folded } from '../engine/CommandRunner.ts';
import type { Outcome } from '../engine/Outcome.ts';
import type { Answered, NotDone } from './BookingDeps.ts';

export type StartBookingRejection =
  | BookingRejections['StartPayment']
  | Extract<ShowtimeRejection, { readonly reason: 'ShowtimeNotFound' | 'HoldNotFound' | 'ShowtimeNotOnSale' }>
  /** The customer was erased: nothing can be kept for that id any more. */
  | { readonly reason: 'CustomerErased' };

export type StartBookingOutcome =
  | (Answered & { readonly outcome: 'confirmed'; readonly method: string })
  /** `action`: see `PaymentGateway.authorize`. */
  | (Answered & { readonly outcome: 'pending'; readonly method: string; readonly action?: string })
  /** 402 payment-declined, remembered; the hold stays and another card may be tried. */
  | (Answered & { readonly outcome: 'declined'; readonly code: string })
  | (Answered & { readonly outcome: 'failed'; readonly code: string })
  /** 503 payment-unavailable, not remembered; the hold stays. */
  | { readonly outcome: 'payment-unavailable'; readonly retryAfterMs: number }
  | NotDone<StartBookingRejection>;

export type Attempts = Outcome<BookingState, BookingRejections['StartPayment'], BookingEvent | StreamEvent>;
export type Opened = Extract<Attempts, { readonly outcome: 'done' }>;
type Rejected = Extract<StartBookingOutcome, { readonly outcome: 'rejected' }>;

export const retryAfterMs = 2_000;

export const rejected = (rejection: Rejected['rejection']): Rejected => ({ outcome: 'rejected', rejection });

export const openedBy = ({
  state,
  events,
}: Opened): { readonly bookingId: string; readonly attempt: number } => {
  const opened = events.find((event) => event.type === 'PaymentAttempted');
  if (state.status === 'none' || opened === undefined) throw new Error('the request opened no attempt');
  return { bookingId: state.bookingId, attempt: opened.data.attempt };
};

export const attemptOf = (booking: Booking, attempt: number): Attempt => {
  const tried = booking.attempts.find((each) => each.attempt === attempt);
  if (tried === undefined) throw new Error(`attempt ${attempt} is not in its booking`);
  return tried;
};

/** Whether the customer can be told. A failed one is not told before the seats and the money are given back. */
export const isDecided = (booking: Booking, attempt: number): boolean =>
  attemptOf(booking, attempt).result !== 'open' &&
  (booking.payment.phase === 'none' ||
    booking.payment.phase === 'captured' ||
    booking.payment.attempt !== attempt);

export const answerAttempt = (
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
