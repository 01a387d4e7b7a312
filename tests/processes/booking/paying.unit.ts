/** A customer pays: what each scripted means of payment comes to, and what is answered, first and ever after. */
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
import type { Line } from '../../support/fakeGateway.ts';
import { guest } from '../../support/nodes.ts';
import { minutes, policies, showtimeId } from '../../support/showtimes.ts';
import { toldTo } from '../../support/told.ts';

let line: Line;
let office: BoxOffice;
let node: OfficeNode;
let ada: Customer;
const toAda = toldTo(1, 'A1', 'A2');

beforeEach(async () => {
  line = 'up';
  ({ office, node, ada } = await openForAda(['A1', 'A2'], { line: () => line }));
});
afterEach(async () => {
  await node.close();
});

const kinds = () => office.bank.entries().map(({ kind, outcome }) => `${kind} ${outcome}`);
const seats = async () => {
  const { state } = await node.commands.showtimes.read(showtimeId);
  return state.status === 'none' ? '' : compactSeats(state.inventory).slice(0, 5);
};
const types = () => office.eventsOf(`booking-${ada.bookingId}`).map(({ type }) => type);

describe('paying', () => {
  it('confirms at once, takes the money once, and says so for ever', async () => {
    const first = await ada.pay('tok_ok', 'k1');
    expect(first).toEqual(toAda.confirmed('tok_ok'));
    expect(await seats()).toBe('BBAAA');
    expect(kinds()).toEqual(['authorize done', 'capture done']);
    const again = await ada.pay('tok_ok', 'k1');
    expect(again).toEqual({ ...first, replayed: true });
    await ada.cancel('c1', ['A1']);
    const position: unknown = expect.any(String);
    expect(await ada.pay('tok_ok', 'k1')).toEqual({ ...first, replayed: true, position });
    expect(await ada.pay('tok_ok', 'k2')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'HoldAlreadyBooked' },
    });
    expect(await ada.pay('tok_other', 'k1')).toEqual({ outcome: 'key-reused' });
    expect(types()).toEqual([
      'BookingInitiated',
      'PaymentAttempted',
      'PaymentAuthorized',
      'SeatsSecured',
      'PaymentCaptured',
      'BookingConfirmed',
      'CancellationAccepted',
      'SeatsReleased',
      'RefundIssued',
    ]);
  });

  it('leaves the hold after a declined card, remembers it, and takes another card in the same booking', async () => {
    expect(await ada.pay('tok_declined', 'k1')).toEqual(toAda.declined('tok_declined'));
    expect(await seats()).toBe('HHAAA');
    expect(await ada.pay('tok_declined', 'k1')).toEqual(toAda.declined('tok_declined', { replayed: true }));
    const attempts = [
      toAda.attempt('tok_declined', { result: 'declined', code: 'card_declined' }),
      toAda.attempt('tok_ok', { result: 'confirmed' }, 2),
    ];
    const booking = toAda.bought('tok_ok', { attempts, payment: toAda.captured(2) });
    expect(await ada.pay('tok_ok', 'k2')).toEqual(toAda.confirmed('tok_ok', { booking }));
    expect(await ada.pay('tok_declined', 'k1')).toEqual(
      toAda.declined('tok_declined', { booking, replayed: true }),
    );
    expect(office.bank.entries().map(({ key }) => key)).toEqual([
      `${ada.bookingId}/1/authorize`,
      `${ada.bookingId}/2/authorize`,
      `${ada.bookingId}/2/capture`,
    ]);
  });

  it.each(['tok_slow', 'tok_timeout'])(
    'answers %s after four seconds with pending, then the outcome',
    async (token) => {
      const startedMs = office.clock.nowMs();
      expect(await ada.pay(token, 'k1')).toEqual(toAda.pending(token));
      expect(office.clock.nowMs() - startedMs).toBe(4_000);
      expect(await ada.pay(token, 'k1')).toEqual(toAda.pending(token, { replayed: true }));
      expect(await ada.pay('tok_ok', 'k2')).toEqual({
        outcome: 'rejected',
        rejection: { reason: 'BookingInProgress' },
      });
      await office.time.pass(4_000);
      expect(await ada.pay(token, 'k1')).toEqual(toAda.confirmed(token, { replayed: true }));
      expect(kinds()).toEqual(['authorize done', 'capture done']);
    },
  );

  it('gives seats and authorization back when the money cannot be taken', async () => {
    const failed = toAda.failed('tok_capture_fails', 'capture_failed', {
      booking: { status: 'expired', expiredWhy: 'payment-failed' },
    });
    expect(await ada.pay('tok_capture_fails', 'k1')).toEqual(failed);
    expect(await seats()).toBe('AAAAA');
    expect(kinds()).toEqual(['authorize done', 'capture failed', 'void done']);
    expect(office.bookingIn(ada.bookingId)).toEqual(failed.booking);
    expect(await ada.pay('tok_capture_fails', 'k1')).toEqual({ ...failed, replayed: true });
  });

  it('says that the gateway is away, keeps the hold, and decides the same request anew', async () => {
    line = 'away';
    expect(await ada.pay('tok_ok', 'k1')).toEqual({
      outcome: 'payment-unavailable',
      retryAfterMs: 2_000,
    });
    expect(await ada.pay('tok_ok', 'k1')).toEqual({
      outcome: 'payment-unavailable',
      retryAfterMs: 2_000,
    });
    expect(await seats()).toBe('HHAAA');
    line = 'up';
    const attempts = [
      toAda.attempt('tok_ok', { result: 'unreached' }),
      toAda.attempt('tok_ok', { result: 'unreached' }, 2),
      toAda.attempt('tok_ok', { result: 'confirmed' }, 3),
    ];
    const confirmed = toAda.confirmed('tok_ok', { booking: { attempts, payment: toAda.captured(3) } });
    expect(await ada.pay('tok_ok', 'k1')).toEqual(confirmed);
    expect(await ada.pay('tok_ok', 'k1')).toEqual({ ...confirmed, replayed: true });
    expect(await ada.pay('tok_no', 'k1')).toEqual({ outcome: 'key-reused' });
  });

  it('never takes a gateway for unreached that another driver may have reached', async () => {
    line = 'lost-after';
    expect(await ada.pay('tok_ok', 'k1')).toEqual(toAda.pending('tok_ok'));
    line = 'away';
    await office.time.pass(60_000);
    expect(office.bookingIn(ada.bookingId)?.status).toBe('payment_pending');
    line = 'up';
    await settle(office, node);
    expect(await ada.pay('tok_ok', 'k1')).toEqual(toAda.confirmed('tok_ok', { replayed: true }));
    expect(kinds()).toEqual(['authorize done', 'capture done']);
  });

  it('keeps the hold alive to its cap while the gateway is silent, then books the seats again', async () => {
    line = 'lost-after';
    expect(await ada.pay('tok_ok', 'k1')).toEqual(toAda.pending('tok_ok'));
    for (let minute = 0; minute < 25; minute += 1) {
      await office.time.pass(minutes(1));
      for (const each of node.processes) await office.time.until(each.pass());
      if (minute === 18) expect(await seats()).toBe('HHAAA');
    }
    line = 'up';
    await settle(office, node);
    const hold = { holdId: ada.holdId, expiresAtMs: openedMs + policies.holdCapMs };
    expect(await ada.pay('tok_ok', 'k1')).toEqual(
      toAda.confirmed('tok_ok', { booking: { hold }, replayed: true }),
    );
    const showtime = office.eventsOf(`showtime-${showtimeId}`).map(({ type }) => type);
    expect(showtime.filter((type) => type === 'HoldExtended').length).toBeGreaterThan(0);
    expect(showtime.slice(-3)).toEqual(['HoldExpired', 'SeatsHeld', 'SeatsBooked']);
  });

  it('gives the money back when somebody else has the seats by then', async () => {
    line = 'lost-after';
    expect(await ada.pay('tok_ok', 'k1')).toEqual(toAda.pending('tok_ok'));
    await office.time.pass(minutes(25));
    expect((await customerAt(office, node, 2).hold('A2'))?.outcome).toBe('done');
    line = 'up';
    for (const each of node.processes) await office.time.until(each.pass());
    await office.time.pass(60_000);
    expect(kinds()).toEqual(['authorize done', 'void done']);
    expect(await ada.pay('tok_ok', 'k1')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'HoldOver', how: 'expired' },
    });
    expect(office.bookingIn(ada.bookingId)).toEqual(
      toAda.booking({
        status: 'expired',
        expiredWhy: 'seats-taken',
        attempts: [toAda.attempt('tok_ok', { result: 'seats-lost', why: 'taken' })],
      }),
    );
  });

  it('sets the money free when the holder changed the seats meanwhile, and lets the new ones be paid', async () => {
    const paying = ada.pay('tok_slow', 'k1');
    await paying;
    const swap = { type: 'SwapHeldSeats', holdId: ada.holdId, seatIds: ['A3'], ticketTypes: {} } as const;
    await ada.within(node.commands.showtimes.execute(showtimeId, swap, guest));
    await office.time.pass(5_000);
    expect(await ada.pay('tok_slow', 'k1')).toEqual(
      toAda.failed('tok_slow', 'seats-changed', { replayed: true }),
    );
    const attempts = [
      toAda.attempt('tok_slow', { result: 'failed', code: 'seats-changed' }),
      toAda.attempt('tok_ok', { result: 'confirmed' }, 2),
    ];
    const toHer = toldTo(1, 'A3');
    const booking = { attempts, payment: toHer.captured(2) };
    expect(await ada.pay('tok_ok', 'k2')).toEqual(toHer.confirmed('tok_ok', { booking }));
    expect(kinds()).toEqual(['authorize done', 'void done', 'authorize done', 'capture done']);
  });

  it('expires a booking that nobody paid for once its hold is over', async () => {
    await ada.pay('tok_declined', 'k1');
    await settle(office, node);
    expect(office.bookingIn(ada.bookingId)).toEqual(
      toAda.declined('tok_declined', { booking: { status: 'expired', expiredWhy: 'hold-expired' } }).booking,
    );
    expect(await seats()).toBe('AAAAA');
    expect(await ada.pay('tok_ok', 'k2')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'HoldOver', how: 'expired' },
    });
  });

  it('refuses a hold that is not there, or over, without a trace', async () => {
    expect(await customerAt(office, node, 9).pay('tok_ok', 'k1')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'HoldNotFound' },
    });
    await office.time.pass(minutes(11));
    expect(await ada.pay('tok_ok', 'k1')).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'HoldOver', how: 'expired' },
    });
    expect(office.bookings()).toEqual([]);
    expect(office.bank.entries()).toEqual([]);
  });

  it('answers a second request under the same key while the first is running', async () => {
    const { holdId, customerId, customer } = ada;
    const request = {
      ...{ showtimeId, holdId, customerId, customer },
      payment: { method: 'card', token: 'tok_slow' },
    };
    const context = { ...guest, idempotency: { key: 'k1', body: 'b' } };
    const first = node.startBooking(request, context);
    expect(await node.startBooking(request, context)).toEqual({ outcome: 'in-progress' });
    const other = { ...guest, idempotency: { key: 'k1', body: 'other' } };
    expect(await node.startBooking(request, other)).toEqual({ outcome: 'key-reused' });
    expect(await office.time.until(first)).toEqual(toAda.pending('tok_slow'));
  });

  it('books once under one key, whichever holds are paid for with it', async () => {
    const bob = customerAt(office, node, 2);
    await bob.hold('A3');
    const first = await ada.payWith('tok_ok', { key: 'k1', body: 'ada' });
    expect(await bob.payWith('tok_ok', { key: 'k1', body: 'bob' })).toEqual({ outcome: 'key-reused' });
    expect(await ada.payWith('tok_ok', { key: 'k1', body: 'ada' })).toEqual({ ...first, replayed: true });
    expect(await seats()).toBe('BBHAA');
  });

  it('gives a key back that was refused', async () => {
    const bob = customerAt(office, node, 2);
    await bob.hold('A3');
    expect(await ada.pay('tok_ok', 'k1')).toEqual(toAda.confirmed('tok_ok'));
    // Refused by the booking's own stream: by now the key was claimed.
    expect(await ada.payWith('tok_ok', { key: 'k2', body: 'ada' })).toEqual({
      outcome: 'rejected',
      rejection: { reason: 'HoldAlreadyBooked' },
    });
    expect(await bob.payWith('tok_ok', { key: 'k2', body: 'bob' })).toEqual(
      toldTo(2, 'A3').confirmed('tok_ok'),
    );
  });

  it('sells one of two holds that race for one key on two nodes, and the other key stays lost', async () => {
    const other = await office.openNode();
    const bob = customerAt(office, other, 2);
    await bob.hold('A3');
    const [one, two] = await Promise.all([
      ada.payWith('tok_ok', { key: 'k1', body: 'ada' }),
      bob.payWith('tok_ok', { key: 'k1', body: 'bob' }),
    ]);
    const outcomes = [one?.outcome, two?.outcome].toSorted();
    expect(outcomes[0]).toBe('confirmed');
    expect(['in-progress', 'key-reused']).toContain(outcomes[1]);
    expect(office.bookings().map(({ status }) => status)).toEqual(['confirmed']);
    await other.close();
  });

  it('takes a key over whose node died between the claim and the booking, after a while', async () => {
    const dying = await office.openNode((boundary) => boundary.startsWith('before append BookingInitiated'));
    const dead = customerAt(office, dying, 2);
    await dead.hold('A3');
    void dead.payWith('tok_ok', { key: 'k1', body: 'dead' });
    await dying.died;
    expect(await ada.payWith('tok_ok', { key: 'k1', body: 'ada' })).toEqual({ outcome: 'in-progress' });
    await office.time.pass(30_000);
    expect(await ada.payWith('tok_ok', { key: 'k1', body: 'ada' })).toEqual(toAda.confirmed('tok_ok'));
    await dying.kill();
  });
});
