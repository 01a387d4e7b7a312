/** Refunds made at the gateway by hand: each counts once, and is never paid a second time. */
import { describe, expect, it } from 'vitest';
import type { BookingState } from '../../../src/domain/booking/BookingState.ts';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingCommand } from '../../../src/domain/booking/commands.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { toPay } from '../../../src/domain/booking/foreignRefunds.ts';
import { refundQuote } from '../../../src/domain/booking/refunds.ts';
import { attempted, cancellationId, cancelled, initiated, paid } from '../../support/bookings.ts';
import { iso, minutes, startsAtMs, usd, uuid } from '../../support/showtimes.ts';

const sealed = { customerId: 'ada', box: 'box' };
const confirmed = [initiated(uuid(0xb1), sealed), attempted(sealed), ...paid()];
const nowMs = startsAtMs - minutes(48 * 60);

const folded = (events: readonly BookingEvent[]): BookingState =>
  events.reduce(bookingDecider.evolve, bookingDecider.initialState);
const byHand = (amount: number, refundId = 'by-hand-1') => ({
  refundId,
  amount: usd(amount),
  at: iso(nowMs),
});
const record = (...refunds: readonly ReturnType<typeof byHand>[]): BookingCommand => ({
  type: 'RecordForeignRefunds',
  refunds,
  refundedIds: [],
});
const decided = (events: readonly BookingEvent[], command: BookingCommand): readonly BookingEvent[] => {
  const decision = bookingDecider.decide({ ...command, nowMs }, folded(events));
  if (decision.kind === 'rejected') throw new Error(decision.rejection.reason);
  return [...events, ...decision.events];
};
const bookingIn = (events: readonly BookingEvent[]) => {
  const state = folded(events);
  if (state.status === 'none') throw new Error('no booking');
  return state;
};

describe('refunds made by hand', () => {
  it('are kept once, however often they are found', () => {
    const once = decided(confirmed, record(byHand(1_000)));
    expect(once.at(-1)).toEqual({
      type: 'ForeignRefundsFound',
      data: { refunds: [byHand(1_000)], due: [] },
    });
    expect(decided(once, record(byHand(1_000)))).toEqual(once);
    expect(bookingIn(once).foreignRefunds).toEqual([byHand(1_000)]);
  });

  it('are taken off the quote, down to nothing', () => {
    const quoted = (amount: number) =>
      refundQuote(bookingIn(decided(confirmed, record(byHand(amount)))), ['A1', 'A2'], nowMs).refund;
    // 95 % of 25.00 is 23.75.
    expect(quoted(1_000)).toEqual(usd(1_375));
    expect(quoted(2_400)).toEqual(usd(0));
  });

  it('reduce a refund that is still to be paid, and the next one by what is left of them', () => {
    const pending = [...confirmed, cancelled()];
    const found = decided(pending, record(byHand(1_500)));
    expect(found.at(-1)?.data).toEqual({
      refunds: [byHand(1_500)],
      due: [{ cancellationId, amount: usd(0) }],
    });
    const booking = bookingIn(found);
    expect(booking.cancellations.map((each) => [each.refund, toPay(each), each.refundStatus])).toEqual([
      [usd(1_188), usd(0), 'none'],
    ]);
    expect(refundQuote(booking, ['A1'], nowMs).refund).toEqual(usd(2_375 - 1_500));
  });

  it('leave a refund alone that has reached the gateway', () => {
    const pending = [...confirmed, cancelled()];
    const command = { ...record(byHand(500)), refundedIds: [cancellationId] } as BookingCommand;
    expect(decided(pending, command).at(-1)?.data).toEqual({ refunds: [byHand(500)], due: [] });
  });
});
