/** Giving seats up, whole and partly, by the customer and by the cinema: seats, money and answers. */
import { v5 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compactSeats } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import {
  type BoxOffice,
  type Customer,
  customerAt,
  type OfficeNode,
  openedMs,
  openForAda,
  settle,
} from '../../support/boxOffice.ts';
import { guest } from '../../support/nodes.ts';
import { minutes, showtimeId } from '../../support/showtimes.ts';
import { toldTo } from '../../support/told.ts';

let office: BoxOffice;
let node: OfficeNode;
let ada: Customer;
const toAda = toldTo(1, 'A1', 'B1');

beforeEach(async () => {
  ({ office, node, ada } = await openForAda(['A1', 'B1']));
});
afterEach(async () => {
  await node.close();
});

const seats = async () => {
  const { state } = await node.commands.showtimes.read(showtimeId);
  return state.status === 'none' ? '' : compactSeats(state.inventory).slice(0, 6);
};

describe('cancelling', () => {
  it('pays back by the terms, once, with the seats on sale again', async () => {
    await ada.pay('tok_ok', 'k1');
    const first = await ada.cancel('c1', ['B1']);
    const ofB1 = toAda.cancellation('c1', { seatIds: ['B1'], percent: 95 });
    expect(first).toEqual(toAda.cancelled('tok_ok', [ofB1]));
    expect(await seats()).toBe('BAAAAA');
    const ofA1 = toAda.cancellation('c2', { seatIds: ['A1'], percent: 95 }, { number: 2 });
    expect(await ada.cancel('c2')).toEqual(
      toAda.cancelled('tok_ok', [ofB1, ofA1], { booking: { status: 'cancelled' } }),
    );
    const position: unknown = expect.any(String);
    expect(await ada.cancel('c1', ['B1'])).toEqual({ ...first, replayed: true, position });
    expect(office.bank.captured(ada.bookingId)).toBe(2_500);
    expect(office.bank.refunded(ada.bookingId)).toBe(1_425 + 950);
    expect(office.bank.entries().map(({ key }) => key)).toEqual(
      ['1/authorize', '1/capture', '1/refund', '2/refund'].map((step) => `${ada.bookingId}/${step}`),
    );
    expect(await ada.cancel('c3')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'NotCancellable', why: 'already-cancelled' },
    });
  });

  it('says pending when the refund fails, goes on trying, and repeats what it said', async () => {
    await ada.pay('tok_refund_fails', 'k1');
    const first = await ada.cancel('c1');
    const failing = toAda.cancellation(
      'c1',
      { seatIds: ['A1', 'B1'], percent: 95 },
      {
        ...{ refundStatus: 'pending', toldPending: true },
        ...{ refundTries: 1, refundCode: 'refund_failed', retryAtMs: openedMs + 1_000 },
      },
    );
    const pending = { refundStatus: 'pending', booking: { status: 'cancelled' } } as const;
    expect(first).toEqual(toAda.cancelled('tok_refund_fails', [failing], pending));
    expect(await seats()).toBe('AAAAAA');
    await settle(office, node);
    const refunded = toAda.cancellation(
      'c1',
      { seatIds: ['A1', 'B1'], percent: 95 },
      { toldPending: true, refundTries: 2, refundCode: 'refund_failed', retryAtMs: openedMs + 3_000 },
    );
    expect(office.bookingIn(ada.bookingId)?.cancellations).toEqual([refunded]);
    expect(await ada.cancel('c1')).toEqual(
      toAda.cancelled('tok_refund_fails', [refunded], { ...pending, replayed: true }),
    );
    expect(office.bank.refunded(ada.bookingId)).toBe(2_375);
  });

  it('refunds nothing late, and refuses after the start, without a booking, or what is another’s', async () => {
    expect(await ada.cancel('c0')).toEqual({ outcome: 'rejected', rejection: { reason: 'BookingNotFound' } });
    await ada.pay('tok_ok', 'k1');
    expect(await ada.cancel('c1', ['A2'])).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'UnknownSeat', unknown: ['A2'] },
    });
    await office.time.pass(minutes(48 * 60 - 1));
    const late = toAda.cancellation('c2', { seatIds: ['A1'], percent: 0 }, { refundStatus: 'none' });
    expect(await ada.cancel('c2', ['A1'])).toEqual(
      toAda.cancelled('tok_ok', [late], { refundStatus: 'none' }),
    );
    await office.time.pass(minutes(2));
    expect(await ada.cancel('c3')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'NotCancellable', why: 'started' },
    });
  });

  it('keeps the halves of a couple seat together', async () => {
    const bob = customerAt(office, node, 2);
    await bob.hold('B4', 'B5');
    await bob.pay('tok_ok', 'k1');
    expect(await bob.cancel('c1', ['B4'])).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'SeatsBelongTogether', with: ['B5'] },
    });
    const toBob = toldTo(2, 'B4', 'B5');
    const both = toBob.cancellation('c2', { seatIds: ['B4', 'B5'], percent: 95 });
    expect(await bob.cancel('c2', ['B4', 'B5'])).toEqual(
      toBob.cancelled('tok_ok', [both], { booking: { status: 'cancelled' } }),
    );
  });

  it('lets a ticket in once, and keeps who is in from cancelling', async () => {
    await ada.pay('tok_ok', 'k1');
    await ada.cancel('c1', ['A1']);
    const admittedAt = expect.any(String);
    const cancellations = [toAda.cancellation('c1', { seatIds: ['A1'], percent: 95 })];
    const checkinId = v5('g1', ada.bookingId);
    const admitted = await ada.admit('g1');
    expect(admitted).toEqual({
      outcome: 'done',
      state: toAda.bought('tok_ok', {
        cancellations,
        admissions: [{ checkinId, admittedAt, seatIds: ['B1'] }],
      }),
      revision: 9,
      events: office.eventsOf(`booking-${ada.bookingId}`).slice(9),
      position: expect.any(String),
      replayed: false,
    });
    expect(await ada.admit('g1')).toEqual({ ...admitted, replayed: true });
    expect(await ada.admit('g2')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'AlreadyAdmitted', admittedAt, seatIds: ['B1'] },
    });
    expect(await ada.cancel('c2')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'NotCancellable', why: 'admitted' },
    });
  });

  it('pays everybody back in full, once, when the cinema cancels, over interruptions', async () => {
    const bob = customerAt(office, node, 2);
    await bob.hold('A3', 'A4');
    await bob.pay('tok_ok', 'k1');
    await ada.pay('tok_refund_fails', 'k1');
    await ada.cancel('c1', ['A1']);
    const eve = customerAt(office, node, 3);
    await eve.hold('A5');
    await eve.pay('tok_slow', 'k1');
    await ada.within(
      node.commands.showtimes.execute(showtimeId, { type: 'CancelShowtime', why: { box: 'fire' } }, guest),
    );
    const dying = await office.openNode((boundary) => boundary === 'after refund');
    void dying.processes.at(-1)?.pass();
    await office.time.pass(1_000);
    expect(dying.isDead()).toBe(true);
    await settle(office, node);
    await settle(office, node);
    expect(
      office
        .bookings()
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['cancelled', 'cancelled', 'expired']);
    expect(office.bank.refunded(bob.bookingId)).toBe(2_000);
    expect(office.bank.refunded(ada.bookingId)).toBe(950 + 1_500);
    expect(office.bank.captured(eve.bookingId)).toBe(0);
    expect(office.bank.forgotten()).toEqual([]);
    expect(await seats()).not.toContain('B');
    await dying.close();
  });
});
