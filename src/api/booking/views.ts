import type { z } from 'zod';
import {
  type Booking,
  type Cancellation,
  keptSeats,
  standingAdmissions,
} from '../../domain/booking/BookingState.ts';
import { toPay } from '../../domain/booking/foreignRefunds.ts';
import { paidFor } from '../../domain/booking/refunds.ts';
import type { Money } from '../../domain/kernel/money.ts';
import type { newBookingShown } from './schemas.ts';

export type BookingView = Omit<z.output<typeof newBookingShown>, 'accessToken'>;
type Refund = NonNullable<BookingView['refund']>;
type PaymentStatus = BookingView['payment']['status'];

const endOfLastAttempt = ({ attempts }: Booking): PaymentStatus => {
  switch (attempts.at(-1)?.result) {
    case 'declined':
      return 'declined';
    case 'failed':
      return 'failed';
    case 'seats-lost':
      return 'voided';
    default:
      return 'none';
  }
};

/** Whether all is paid back that the customer gets back of a booking without seats. */
const isRefunded = (booking: Booking): boolean =>
  booking.status === 'cancelled' &&
  booking.cancellations.every(({ refundStatus }) => refundStatus !== 'pending') &&
  refundedOf(booking).amount + sumOf(booking.foreignRefunds) > 0;

const sumOf = (refunds: Booking['foreignRefunds']): number =>
  refunds.reduce((sum, { amount }) => sum + amount.amount, 0);

const paymentStatusOf = (booking: Booking): PaymentStatus => {
  switch (booking.payment.phase) {
    case 'none':
      return endOfLastAttempt(booking);
    case 'authorizing':
      return 'pending';
    case 'authorized':
    case 'secured':
      return 'authorized';
    case 'returning':
    case 'voiding':
      return 'failed';
    case 'captured':
      return isRefunded(booking) ? 'refunded' : 'captured';
  }
};

/** `status` is today's, or that of the first answer for its repeats. */
export const refundView = (
  { refund, percent }: Cancellation,
  status: Cancellation['refundStatus'],
): Refund => ({ amount: refund, percent, status });

/** Refunds are in the currency of what was paid. */
const refundsOf = (cancellations: readonly Cancellation[], { currency }: Money): Money => ({
  amount: cancellations.reduce((sum, each) => sum + toPay(each).amount, 0),
  currency,
});

const refundedOf = ({ cancellations, total }: Booking): Money =>
  refundsOf(
    cancellations.filter(({ refundStatus }) => refundStatus === 'done'),
    total,
  );

const statusOfAll = (cancellations: readonly Cancellation[]): Refund['status'] => {
  const statuses = cancellations.map(({ refundStatus }) => refundStatus);
  if (statuses.includes('pending')) return 'pending';
  return statuses.includes('done') ? 'done' : 'none';
};

const refundOfAll = ({ cancellations, total }: Booking): Refund => {
  const percents = new Set(cancellations.map(({ percent }) => percent));
  const [percent] = percents;
  return {
    amount: refundsOf(cancellations, total),
    ...(percents.size !== 1 || percent === undefined ? {} : { percent }),
    status: statusOfAll(cancellations),
  };
};

/** Of a booking without any seat left, what it was made for: its customer still wants to see that. */
const seatsShown = (booking: Booking): Booking['seats'] =>
  booking.status === 'cancelled' ? booking.seats : keptSeats(booking);

const ticketUrlOf = (bookingId: string): string => `/v1/bookings/${bookingId}/ticket`;

/** Of the first admission that stands. */
const admittedAtOf = (booking: Booking): Pick<BookingView, 'admittedAt'> => {
  const [first] = standingAdmissions(booking);
  return first === undefined ? {} : { admittedAt: first.admittedAt };
};

const showCancelled = 'The show was cancelled.';

export const bookingView = (booking: Booking): BookingView => {
  const { bookingId, reference, status, showtimeId, startsAt, payment, cancellations, foreignRefunds } =
    booking;
  const seats = seatsShown(booking);
  const ids = seats.map(({ id }) => id);
  return {
    bookingId,
    reference,
    status,
    showtimeId,
    startsAt,
    seats: seats.map(({ id, type, ticketType, price }) => ({ id, type, ticketType, price })),
    total: paidFor(booking, ids),
    payment: {
      status: paymentStatusOf(booking),
      method: booking.attempts.at(-1)?.method ?? '',
      ...(payment.phase === 'captured' ? { captured: payment.amount, refunded: refundedOf(booking) } : {}),
    },
    ticketUrl: ticketUrlOf(bookingId),
    ...(cancellations.length === 0 ? {} : { refund: refundOfAll(booking) }),
    cancellations: cancellations.map((cancellation) => ({
      seatIds: [...cancellation.seatIds],
      refund: refundView({ ...cancellation, refund: toPay(cancellation) }, cancellation.refundStatus),
      by: cancellation.by,
      ...(cancellation.by === 'cinema' ? { reason: showCancelled } : {}),
    })),
    ...(foreignRefunds.length === 0
      ? {}
      : { foreignRefunds: foreignRefunds.map(({ amount, at }) => ({ amount, at })) }),
    ...admittedAtOf(booking),
    ...(booking.expiredWhy === undefined ? {} : { expiredWhy: booking.expiredWhy }),
  };
};
