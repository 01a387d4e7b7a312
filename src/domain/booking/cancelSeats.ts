import { accept, reject } from '../kernel/decider.ts';
import { type Booking, type Cancellation, keptSeats, standingAdmissions } from './BookingState.ts';
import type { BookingAsked, BookingDecision, BookingRejections } from './commands.ts';
import type { BookingEvent } from './events.ts';
import { paidFor, refundQuote } from './refunds.ts';

type NotCancellable = Extract<BookingRejections['CancelSeats'], { reason: 'NotCancellable' }>;

/** Why a customer cannot give up seats at `nowMs`; undefined when they can. */
export const notCancellable = (booking: Booking, nowMs: number): NotCancellable | undefined => {
  if (booking.status === 'cancelled') return { reason: 'NotCancellable', why: 'already-cancelled' };
  if (booking.status !== 'confirmed') return { reason: 'NotCancellable', why: 'not-confirmed' };
  if (standingAdmissions(booking).length > 0) return { reason: 'NotCancellable', why: 'admitted' };
  if (nowMs >= Date.parse(booking.startsAt)) return { reason: 'NotCancellable', why: 'started' };
  return undefined;
};

export const cancelSeats = (
  command: BookingAsked<'CancelSeats'>,
  state: Booking,
): BookingDecision<'CancelSeats'> => {
  const { cancellationId, by, customerReason, terms, expectedRefund, nowMs } = command;
  if (state.cancellations.some((each) => each.cancellationId === cancellationId)) return accept();
  const full = by === 'cinema' || terms === 'full';
  const refused = full ? notConfirmed(state) : notCancellable(state, nowMs);
  if (refused !== undefined) return reject(refused);
  const left = keptSeats(state).map(({ id }) => id);
  const seatIds = [...new Set(command.seatIds ?? left)];
  const unknown = seatIds.filter((id) => !left.includes(id));
  if (unknown.length > 0 || seatIds.length === 0) return reject({ reason: 'UnknownSeat', unknown });

  const value = paidFor(state, seatIds);
  const { refund, percent } = refundQuote(state, seatIds, nowMs, full ? 'full' : undefined);
  const exemptions = terms === 'full' && by === 'customer' ? exemptionsIn(state, nowMs) : [];
  if (
    expectedRefund !== undefined &&
    (expectedRefund.amount !== refund.amount || expectedRefund.currency !== refund.currency)
  ) {
    return reject({ reason: 'RefundChanged', refund });
  }
  const cancellation: BookingEvent = {
    type: 'CancellationAccepted',
    data: {
      ...{ cancellationId, number: state.cancellations.length + 1, seatIds, value, percent, refund, by },
      ...(customerReason === undefined ? {} : { customerReason }),
      ...(terms === undefined ? {} : { terms }),
      ...(exemptions.length === 0 ? {} : { exemptions }),
    },
  };
  const whole = seatIds.length === left.length;
  return whole
    ? accept<BookingEvent>(cancellation, { type: 'BookingCancelled', data: {} })
    : accept(cancellation);
};

/** Rules for customers that this cancellation would break. */
const exemptionsIn = (booking: Booking, nowMs: number): NonNullable<Cancellation['exemptions']> => [
  ...(standingAdmissions(booking).length === 0 ? [] : (['admitted'] as const)),
  ...(nowMs < Date.parse(booking.startsAt) ? [] : (['started'] as const)),
];

/** Why even staff cannot cancel seats of this booking; undefined when they can. */
export const notConfirmed = ({ status }: Booking): NotCancellable | undefined => {
  if (status === 'confirmed') return undefined;
  return { reason: 'NotCancellable', why: status === 'cancelled' ? 'already-cancelled' : 'not-confirmed' };
};
