/** What staff do at the desk over HTTP: a sale without a name, one search box, quotes in full, and check-in without a ticket. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes, startsAtMs } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { book, freshKey, person, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let staff: Record<string, string>;
let elsewhere: Record<string, string>;

/** Tokens do not live that long. */
const advanceTo = async (atMs: number): Promise<void> => {
  target.clock.advance(atMs - target.clock.nowMs());
  staff = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
};

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  staff = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
  elsewhere = await target.bearer('staff', { theaterIds: ['00000000-0000-7000-8000-00000000ffff'] });
});
afterEach(() => target.close());

const holdToken = async (...seatIds: readonly string[]): Promise<string> =>
  (await hold(target, cinema, { seatIds })).body.holdToken;
const payment = { method: 'card', token: 'tok_ok' };

interface Listed {
  readonly items: readonly { readonly bookingId: string; readonly customer: object | null }[];
}
const find = async (query: string, headers: Record<string, string> = staff): Promise<readonly string[]> => {
  const url = `/v1/bookings?theaterId=${cinema.theaterId}&q=${encodeURIComponent(query)}`;
  const answer = await call<Listed>(target, { url, headers });
  expect([query, answer.status]).toEqual([query, 200]);
  return answer.body.items.map(({ bookingId }) => bookingId);
};

describe('a sale without a name', () => {
  it('is for staff of the theater', async () => {
    const token = await holdToken('A1');
    const order = { holdToken: token, payment };
    expect(problemOf(await book(target, order))).toBe('400 invalid-request');
    expect(problemOf(await book(target, order, { ...freshKey(), ...elsewhere }))).toBe('400 invalid-request');
    const sold = await book(target, order, { ...freshKey(), ...staff });
    expect([sold.status, sold.body.status]).toEqual([201, 'confirmed']);
    const seen = await call<{ customer: null }>(target, {
      url: `/v1/bookings/${sold.body.bookingId}`,
      headers: staff,
    });
    expect([seen.status, seen.body.customer]).toEqual([200, null]);
  });

  it('has a customer of its own each time', async () => {
    const customers = new Set<string>();
    for (const seat of ['A1', 'A2']) {
      const order = { holdToken: await holdToken(seat), payment };
      const sold = await book(target, order, { ...freshKey(), ...staff });
      const url = `/v1/bookings/${sold.body.bookingId}`;
      customers.add((await call<{ customerId: string }>(target, { url, headers: staff })).body.customerId);
    }
    expect(customers.size).toBe(2);
  });
});

describe('one search box', () => {
  it('finds a booking by reference, words of the name, e-mail, phone, and a seat of today', async () => {
    const { booking } = await sell(target, cinema, ['A1']);
    await book(target, { holdToken: await holdToken('B1'), payment }, { ...freshKey(), ...staff });
    await advanceTo(startsAtMs - minutes(20));
    const words = ['lovelace', 'ADA LOVELACE', person.email, '020 7946 0000', 'a1', 'A 1'];
    for (const query of [booking.reference.toLowerCase(), ...words]) {
      expect([query, await find(query)]).toEqual([query, [booking.bookingId]]);
    }
    for (const query of ['lovelace bob', 'love', 'C1', 'nobody@example.org', '020 7946 0001', '--']) {
      expect([query, await find(query)]).toEqual([query, []]);
    }
  });

  it('asks for the theater, and tells nothing of another one', async () => {
    await sell(target, cinema, ['A1']);
    expect(await find('lovelace', elsewhere)).toEqual([]);
    expect(problemOf(await call(target, { url: '/v1/bookings?q=lovelace', headers: staff }))).toBe(
      '400 invalid-request',
    );
  });
});

describe('a quote in full', () => {
  it('is for staff, and what the cancellation pays back after the start too', async () => {
    const { booking, url, access } = await sell(target, cinema, ['A1', 'A2']);
    const quote = `${url}/refund-quote?seatIds=A1&terms=full`;
    expect(problemOf(await call(target, { url: quote, headers: access }))).toBe('403 forbidden');
    await advanceTo(startsAtMs + minutes(5));
    const late = await call(target, { url: `${url}/refund-quote?seatIds=A1`, headers: staff });
    expect(problemOf(late)).toBe('409 not-cancellable');
    const quoted = await call<{ refund: { amount: number }; percent: number }>(target, {
      url: quote,
      headers: staff,
    });
    expect([quoted.body.refund.amount, quoted.body.percent]).toEqual([booking.total.amount / 2, 100]);
    const payload = { seatIds: ['A1'], terms: 'full', expectedRefund: quoted.body.refund };
    const done = await call(target, {
      ...{ method: 'POST', url: `${url}/cancel`, payload },
      headers: { ...freshKey(), ...staff },
    });
    expect(done.status).toBe(200);
  });
});

describe('check-in without a ticket', () => {
  interface Admitted {
    readonly checkinId: string;
    readonly seatIds: readonly string[];
  }
  const admit = (id: string, payload: object | undefined, headers = staff) =>
    call<Admitted>(target, {
      ...{ method: 'POST', url: `/v1/bookings/${id}/checkins`, headers },
      ...(payload === undefined ? {} : { payload }),
    });

  it('lets in some, then the rest, then nobody; and is undone', async () => {
    const { booking } = await sell(target, cinema, ['A1', 'A2']);
    const { bookingId } = booking;
    expect(problemOf(await admit(bookingId, { seatIds: ['A1'] }))).toBe('409 too-early');
    await advanceTo(startsAtMs - minutes(20));
    expect((await admit(bookingId, { seatIds: ['A1'] })).body.seatIds).toEqual(['A1']);
    const rest = await admit(bookingId, undefined);
    expect(rest.body.seatIds).toEqual(['A2']);
    expect(problemOf(await admit(bookingId, undefined))).toBe('409 already-admitted');
    const seen = await call<{ admissions: readonly Admitted[] }>(target, {
      url: `/v1/bookings/${bookingId}`,
      headers: staff,
    });
    expect(seen.body.admissions.map(({ seatIds }) => seatIds)).toEqual([['A1'], ['A2']]);
    const undone = await call(target, {
      ...{ method: 'POST', url: `/v1/checkins/${rest.body.checkinId}/undo`, headers: staff },
      payload: { reason: 'a slip' },
    });
    expect(undone.status).toBe(200);
    expect((await admit(bookingId, undefined)).body.seatIds).toEqual(['A2']);
  });

  it('is for staff of the theater, and of a booking that there is', async () => {
    const { booking, access } = await sell(target, cinema, ['A1']);
    expect(problemOf(await admit(booking.bookingId, undefined, elsewhere))).toBe('404 not-found');
    expect(problemOf(await admit(booking.bookingId, undefined, access))).toBe('401 unauthorized');
    expect(problemOf(await admit(cinema.showtimeId, undefined))).toBe('404 not-found');
  });
});

describe('a preview of prices', () => {
  const preview = (payload: object, headers = staff) =>
    call<{ prices: Record<string, object> }>(target, {
      ...{ method: 'POST', url: `/v1/showtimes/${cinema.showtimeId}/pricing/preview`, payload, headers },
    });

  it('is what seats cost after the edit, and changes nothing', async () => {
    const url = `/v1/showtimes/${cinema.showtimeId}`;
    const before = await call<{ prices: object; version: number }>(target, { url });
    const edit = { basePrice: { amount: 900, currency: 'GBP' } };
    const seen = await preview(edit);
    expect(seen.status).toBe(200);
    expect(seen.body.prices).not.toEqual(before.body.prices);
    expect((await call(target, { url })).body).toEqual(before.body);
    const put = { method: 'PUT', url: `${url}/pricing`, payload: edit, headers: staff } as const;
    const after = await call<{ prices: object }>(target, put);
    expect(after.body.prices).toEqual(seen.body.prices);
  });

  it('refuses what the edit would refuse', async () => {
    const edit = { basePrice: { amount: 1_000, currency: 'USD' } };
    expect(problemOf(await preview(edit))).toBe('422 wrong-currency');
    expect(problemOf(await preview({}, elsewhere))).toBe('404 not-found');
  });
});
