import { chargeableBelow, type Money, roundToChargeable } from '../kernel/money.ts';
import { splitMoney } from '../pricing/price.ts';
import type { Booking } from './BookingState.ts';
import { toPay } from './foreignRefunds.ts';

export interface RefundQuote {
  readonly refund: Money;
  readonly percent: number;
  /** Until when this quote holds, inclusive. ISO 8601 UTC. */
  readonly deadline: string;
}

/** What was paid for each seat: its price less its share of the discount. The parts sum to the total. */
export const seatValues = ({
  seats,
  discount,
}: Pick<Booking, 'seats' | 'discount'>): ReadonlyMap<string, number> => {
  const prices = seats.map(({ price }) => price.amount);
  const off = discount === undefined ? [] : splitMoney(discount, prices);
  return new Map(seats.map(({ id, price }, place) => [id, price.amount - (off[place] ?? 0)]));
};

export const paidFor = (booking: Booking, seatIds: readonly string[]): Money => {
  const values = seatValues(booking);
  const amount = seatIds.reduce((sum, id) => sum + (values.get(id) ?? 0), 0);
  return { amount, currency: booking.total.currency };
};

/**
 * What is still owed once `value` is given up for `percent` of it: all that is owed by then, rounded half up to what the
 * currency can move, less what was paid back before, also by hand at the gateway, and never more than is left of what was
 * paid. The booking's refunds have the same sum whether its seats are cancelled one by one or all at once.
 */
export const refundOf = (booking: Booking, { amount, currency }: Money, percent: number): Money => {
  const { cancellations, foreignRefunds } = booking;
  const before = cancellations.reduce((sum, each) => sum + each.value.amount * each.percent, 0);
  const ours = cancellations.reduce((sum, each) => sum + toPay(each).amount, 0);
  const byHand = foreignRefunds.reduce((sum, each) => sum + each.amount.amount, 0);
  const paidBack = ours + byHand;
  const paid = [...seatValues(booking).values()].reduce((sum, value) => sum + value, 0);
  const owed = roundToChargeable(BigInt(before + amount * percent), 100n, currency) - paidBack;
  const left = chargeableBelow({ amount: paid - paidBack, currency });
  return { amount: Math.max(0, Math.min(owed, left)), currency };
};

/** The refund for giving up these seats at `nowMs`, by the terms frozen in the booking, or all of it, as long as tickets are good. */
export const refundQuote = (
  booking: Booking,
  seatIds: readonly string[],
  nowMs: number,
  asked?: 'full',
): RefundQuote => {
  if (asked === 'full') {
    const refund = refundOf(booking, paidFor(booking, seatIds), 100);
    return { refund, percent: 100, deadline: booking.endsAt };
  }
  const startsAtMs = Date.parse(booking.startsAt);
  const terms = booking.refunds.toSorted((a, b) => b.fromMsBefore - a.fromMsBefore);
  const term = terms.find(({ fromMsBefore }) => startsAtMs - nowMs >= fromMsBefore);
  const percent = term?.percent ?? 0;
  return {
    refund: refundOf(booking, paidFor(booking, seatIds), percent),
    percent,
    deadline: new Date(startsAtMs - (term?.fromMsBefore ?? 0)).toISOString(),
  };
};
