/** What a hold costs before it is paid, and what a booking would pay back, over HTTP. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guest } from '../../support/nodes.ts';
import { startsAtMs } from '../../support/showtimes.ts';
import { type Cinema, call, type HoldAnswer, hall, hold, openCinema, problemOf } from '../support/cinema.ts';
import { book, freshKey, orderOf, person, sell } from '../support/sales.ts';
import { bookingShown, gbp, historyOf, refundTermsShown, saleHistory } from '../support/shown.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

interface Answer {
  readonly type?: string;
  readonly total: { readonly amount: number; readonly currency: string };
  readonly refund: { readonly amount: number; readonly currency: string };
  readonly provisional?: boolean;
  readonly lines: readonly object[];
}

describe('the quote of a hold', () => {
  let held: HoldAnswer;
  beforeEach(async () => {
    held = (await hold(target, cinema, { seatIds: ['A1', 'A2'] })).body;
  });
  const quote = (payload?: object, token = held.holdToken, { holdId } = held) =>
    call<Answer>(target, {
      method: 'POST',
      url: `/v1/holds/${holdId}/quote`,
      headers: { 'hold-token': token },
      ...(payload === undefined ? {} : { payload }),
    });
  const make = async (url: string, payload: object): Promise<string> => {
    const { admin: headers } = cinema;
    return (await call<{ id: string }>(target, { method: 'POST', url, headers, payload })).body.id;
  };

  it('has a line for each seat and the total that will be charged', async () => {
    const { status, body } = await quote();
    expect(status).toBe(200);
    expect(body).toEqual({
      lines: held.seats.map(({ id, price }) => ({
        kind: 'seat',
        label: `${id} (adult)`,
        seatId: id,
        amount: price,
      })),
      total: held.total,
      due: held.total,
      tenders: [],
      refundTerms: refundTermsShown(startsAtMs),
    });
    const changed = { amount: held.total.amount - 1, currency: 'GBP' };
    const refused = await book(target, orderOf(held.holdToken, 'tok_ok', { expectedTotal: changed }));
    expect(problemOf(refused)).toBe('409 quote-changed');
    expect(refused.body.total).toEqual(held.total);
    expect(target.office.bank.entries()).toEqual([]);
    const paid = await book(target, orderOf(held.holdToken, 'tok_ok', { expectedTotal: held.total }));
    expect(paid.status).toBe(201);
    expect(problemOf(await quote())).toBe('410 hold-expired');
  });

  it('calls seats what is printed on them', async () => {
    const rows = [{ id: 'Ä', seats: [{ number: '12a' }] }];
    const hallId = await make(`/v1/theaters/${cinema.theaterId}/halls`, { ...hall, name: 'Two', rows });
    const showtimeId = await make('/v1/showtimes', { ...cinema.showtime, hallId });
    const { body: other } = await hold(target, { showtimeId }, { bestAvailable: { count: 1 } });
    const { body } = await quote(undefined, other.holdToken, other);
    const [{ id: seatId, price: amount } = { id: '', price: undefined }] = other.seats;
    expect(body.lines).toEqual([{ kind: 'seat', label: 'Ä12a (adult)', seatId, amount }]);
  });

  it('says what other ticket types would cost, and refuses seats of others and promotions', async () => {
    const { body } = await quote({ ticketTypes: { A2: 'child' } });
    expect(body.lines).toEqual([
      { kind: 'seat', label: 'A1 (adult)', seatId: 'A1', amount: gbp(1_200) },
      { kind: 'seat', label: 'A2 (child)', seatId: 'A2', amount: gbp(840) },
    ]);
    expect(body.total).toEqual(gbp(2_040));
    expect(problemOf(await quote({ ticketTypes: { A3: 'child' } }))).toBe('422 unknown-seat');
    expect(problemOf(await quote({ promoCode: 'SUMMER' }))).toBe('422 promo-code-not-valid');
    expect(problemOf(await quote({}, 'x'))).toBe('404 not-found');
  });
});

describe('the refund of a booking', () => {
  const byHand = (bookingId: string, amount: number) =>
    call(target, {
      method: 'POST',
      url: '/v1/ops/simulated-payments/refunds',
      headers: cinema.admin,
      payload: { bookingId, amount: { amount, currency: 'GBP' } },
    });

  it('is paid back by hand once when the request is repeated under its key', async () => {
    const { booking, url, access } = await sell(target, cinema, ['A1']);
    const headers = { ...cinema.admin, ...freshKey() };
    const pay = (amount: number) =>
      call(target, {
        method: 'POST',
        url: '/v1/ops/simulated-payments/refunds',
        headers,
        payload: { bookingId: booking.bookingId, amount: { amount, currency: 'GBP' } },
      });
    const [first, repeated] = [await pay(200), await pay(200)];
    expect([first.status, first.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect([repeated.status, repeated.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(repeated.body).toEqual(first.body);
    expect(problemOf(await pay(300))).toBe('422 idempotency-key-reused');
    const seen = await call<{ foreignRefunds: readonly unknown[] }>(target, {
      method: 'GET',
      url,
      headers: access,
    });
    expect(seen.body.foreignRefunds).toEqual([{ amount: gbp(200), at: expect.any(String) }]);
  });

  it('is reduced by what was paid back at the gateway by hand, and staff are alerted once', async () => {
    const { booking, url, access } = await sell(target, cinema, ['A1', 'A2']);
    const quoted = async () =>
      (await call<Answer>(target, { method: 'GET', url: `${url}/refund-quote`, headers: access })).body;
    const before = (await quoted()).refund.amount;
    expect((await byHand(booking.bookingId, 500)).status).toBe(201);
    expect((await quoted()).refund.amount).toBe(before - 500);
    const seen = await call<object>(target, { method: 'GET', url, headers: access });
    const foreignRefunds = [{ amount: gbp(500), at: expect.any(String) }];
    expect(seen.body).toEqual(
      bookingShown(cinema, booking.bookingId, ['A1', 'A2'], {
        foreignRefunds,
        history: historyOf(...saleHistory, 'refunded-by-hand'),
      }),
    );
    expect(target.office.errors()).toEqual([
      [
        { bookingId: booking.bookingId, refunds: [expect.any(Object)] },
        'a payment was refunded at the gateway by hand',
      ],
    ]);
    const cancelled = await call<{ refund: object }>(target, {
      method: 'POST',
      url: `${url}/cancel`,
      headers: { ...access, ...freshKey() },
    });
    expect(cancelled.body.refund).toEqual({
      percent: 95,
      amount: { amount: before - 500, currency: 'GBP' },
      status: 'done',
    });
    expect(target.office.bank.refunded(booking.bookingId)).toBe(before);
    const after = await call<object>(target, { method: 'GET', url, headers: access });
    const refund = { percent: 95, amount: gbp(before - 500), status: 'done' };
    expect(after.body).toEqual(
      bookingShown(cinema, booking.bookingId, ['A1', 'A2'], {
        status: 'cancelled',
        refund,
        cancellations: [{ seatIds: ['A1', 'A2'], refund, by: 'customer' }],
        foreignRefunds,
        payment: { status: 'refunded', method: 'card', captured: gbp(2_400), refunded: refund.amount },
        history: historyOf(
          ...[...saleHistory, 'refunded-by-hand'],
          ...['seats-cancelled', 'cancelled', 'seats-released', 'refunded'],
        ),
      }),
    );
  });
});

describe('the refund quote', () => {
  it('says that it is provisional while the gateway is away', async () => {
    const { url, access } = await sell(target, cinema, ['A1']);
    const quoted = async () => {
      const { status, body } = await call<Answer>(target, { url: `${url}/refund-quote`, headers: access });
      return [status, body];
    };
    const sure = await quoted();
    expect(sure).toEqual([200, { refund: expect.any(Object), percent: 95, deadline: expect.any(String) }]);
    target.office.setLine('away');
    expect(await quoted()).toEqual([200, { ...Object(sure[1]), provisional: true }]);
  });
});

describe('a booking seen by staff', () => {
  it('names its customer until they are erased', async () => {
    const { url, access, booking } = await sell(target, cinema, ['A1']);
    const seen = async (headers: Readonly<Record<string, string>>) =>
      (await call<Record<string, unknown>>(target, { method: 'GET', url, headers })).body;
    expect((await seen(cinema.admin)).customer).toEqual(person);
    expect(await seen(access)).not.toHaveProperty('customer');
    const { customerId } = await seen(cinema.admin);
    const listed = await call<{ items: readonly object[] }>(target, {
      method: 'GET',
      url: `/v1/bookings?reference=${booking.reference}`,
      headers: cinema.admin,
    });
    expect(listed.body.items).toEqual([
      bookingShown(cinema, booking.bookingId, ['A1'], {
        ...{ customer: person, customerId, admissions: [] },
        history: historyOf(...saleHistory),
      }),
    ]);
    const erased = {
      method: 'DELETE',
      url: `/v1/customers/${String(customerId)}/personal-data`,
      headers: cinema.admin,
    } as const;
    expect((await call(target, erased)).status).toBe(204);
    expect((await seen(cinema.admin)).customer).toBeNull();
  });

  it('tells its customer why the cinema called the show off', async () => {
    const { url, access, booking } = await sell(target, cinema, ['A1']);
    const cancelShow = {
      method: 'POST',
      url: `/v1/showtimes/${cinema.showtimeId}/cancel`,
      headers: { ...cinema.admin, ...freshKey() },
      payload: { reason: 'The projector is broken' },
    } as const;
    expect((await call(target, cancelShow)).status).toBe(200);
    await target.deps.commands.bookings.execute(
      booking.bookingId,
      { type: 'CancelSeats', cancellationId: randomUUID(), by: 'cinema' },
      guest,
    );
    const { body } = await call<object>(target, { method: 'GET', url, headers: access });
    const refund = { percent: 100, amount: gbp(1_200), status: 'pending' };
    expect(body).toEqual(
      bookingShown(cinema, booking.bookingId, ['A1'], {
        status: 'cancelled',
        refund,
        cancellations: [{ seatIds: ['A1'], refund, by: 'cinema', reason: 'The show was cancelled.' }],
        cancellation: { reason: 'The projector is broken' },
        history: historyOf(...saleHistory, 'seats-cancelled', 'cancelled'),
      }),
    );
  });
});
