/** What comes after a sale over HTTP: cancelling, tickets, the gate, personal data, the gateway's books and notices. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problem } from '../../support/problem.ts';
import { iso, startsAtMs } from '../../support/showtimes.ts';
import { type Cinema, call, hall, hold, movie, openCinema, problemOf, theater } from '../support/cinema.ts';
import { freshKey, person, sell } from '../support/sales.ts';
import { bookingShown, gbp, historyOf, saleHistory } from '../support/shown.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let sold: Awaited<ReturnType<typeof sell>>;
const until = <Result>(work: Promise<Result>): Promise<Result> => target.office.until(work);

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  sold = await sell(target, cinema, ['A1', 'A2']);
});
afterEach(() => target.close());

interface Cancelled {
  readonly type?: string;
  readonly status: string;
  readonly refund: { readonly amount: { readonly amount: number }; readonly status: string };
  readonly seatsReleased: readonly string[];
}
const cancel = (payload: object | undefined, headers: object = {}, of = sold) =>
  call<Cancelled>(target, {
    method: 'POST',
    url: `${of.url}/cancel`,
    headers: { ...freshKey(), ...of.access, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });

describe('cancelling', () => {
  it('does what the quote said, seat by seat, and puts the seats on sale at once', async () => {
    const request = { url: `${sold.url}/refund-quote?seatIds=A1`, headers: sold.access };
    const quote = await call<{ refund: object; percent: number }>(target, request);
    expect(quote.body).toEqual({
      refund: { amount: expect.any(Number), currency: 'GBP' },
      percent: 95,
      deadline: expect.any(String),
    });
    const expectedRefund = quote.body.refund;
    const done = await cancel({ seatIds: ['A1'], expectedRefund, reason: 'ill at home' });
    expect([done.status, done.body]).toEqual([
      200,
      {
        bookingId: sold.booking.bookingId,
        status: 'confirmed',
        refund: { amount: expectedRefund, percent: 95, status: 'done' },
        seatsReleased: ['A1'],
      },
    ]);
    expect((await hold(target, cinema, { seatIds: ['A1'] })).status).toBe(201);
    const seen = await call(target, { url: sold.url, headers: sold.access });
    const refund = { amount: gbp(1_140), percent: 95, status: 'done' };
    const cancellation = { seatIds: ['A1'], by: 'customer', refund };
    const half = bookingShown(cinema, sold.booking.bookingId, ['A2'], {
      payment: { status: 'captured', method: 'card', captured: gbp(2_400), refunded: gbp(1_140) },
      refund,
      cancellations: [cancellation],
      history: historyOf(...saleHistory, 'seats-cancelled', 'seats-released', 'refunded'),
    });
    expect(seen.body).toEqual(half);
    // A customer's own words may name anybody: only the customer and staff of the theater read them.
    expect(JSON.stringify(target.log.events)).not.toContain('ill at home');
    expect(seen.text).not.toContain('ill at home');
    const byStaff = await call(target, { url: sold.url, headers: cinema.admin });
    expect(byStaff.body).toEqual({
      ...half,
      cancellations: [{ ...cancellation, reason: 'ill at home' }],
      customerId: expect.any(String),
      customer: person,
      admissions: [],
    });
    const rest = await cancel(undefined);
    expect([rest.body.status, rest.body.seatsReleased]).toEqual(['cancelled', ['A2']]);
    expect(problemOf(await cancel({}))).toBe('409 not-cancellable');
    const quoteOfNothing = await call(target, { url: `${sold.url}/refund-quote`, headers: sold.access });
    expect([quoteOfNothing.status, quoteOfNothing.body]).toEqual([
      409,
      problem('not-cancellable', { why: 'already-cancelled' }),
    ]);
  });

  it('needs a key, gives a repeat the first answer and refuses other seats and another refund', async () => {
    const bare = { method: 'POST', url: `${sold.url}/cancel`, headers: sold.access } as const;
    expect(problemOf(await call(target, bare))).toBe('400 idempotency-key-required');
    const changed = await cancel({ expectedRefund: { amount: 1, currency: 'GBP' } });
    expect([changed.status, changed.body]).toEqual([409, problem('refund-changed', { refund: gbp(2_280) })]);
    expect(problemOf(await cancel({ seatIds: ['A3'] }))).toBe('422 unknown-seat');
    expect(problemOf(await cancel({ seatIds: ['A1', 'A1'] }))).toBe('400 invalid-request');
    const key = freshKey();
    const first = await cancel({ seatIds: ['A1'] }, key);
    const again = await cancel({ seatIds: ['A1'] }, key);
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
    expect(problemOf(await cancel({ seatIds: ['A2'] }, key))).toBe('422 idempotency-key-reused');
  });

  it('pays all back when staff of the theater say so, and only they', async () => {
    expect(problemOf(await cancel({ seatIds: ['A1'], terms: 'full' }))).toBe('403 forbidden');
    const elsewhere = await target.bearer('staff', { theaterIds: [cinema.showtimeId] });
    const terms = { seatIds: ['A1'], terms: 'full' };
    expect(problemOf(await cancel(terms, elsewhere))).toBe('403 forbidden');
    const key = freshKey();
    const done = await cancel(terms, { ...key, ...cinema.admin });
    const amount = { amount: sold.booking.total.amount / 2, currency: 'GBP' };
    expect(done.body.refund).toEqual({ amount, percent: 100, status: 'done' });
    expect((await cancel(terms, { ...key, ...cinema.admin })).text).toBe(done.text);
    const customers = await cancel({ terms: 'customer' });
    expect(customers.body.refund).toEqual({
      percent: 95,
      amount: { amount: 1_140, currency: 'GBP' },
      status: 'done',
    });
  });

  it('says pending while the refund fails, and the booking shows when it is done', async () => {
    const slow = await sell(target, cinema, ['A5'], { token: 'tok_refund_fails' });
    const key = freshKey();
    const done = await until(cancel({}, key, slow));
    expect([done.status, done.body.refund.status]).toEqual([200, 'pending']);
    await until(target.office.driver.drive(slow.booking.bookingId, { forMs: 60_000 }));
    const seen = await call(target, { url: slow.url, headers: slow.access });
    const refund = { amount: gbp(1_140), percent: 95, status: 'done' };
    expect(seen.body).toEqual(
      bookingShown(cinema, slow.booking.bookingId, ['A5'], {
        status: 'cancelled',
        refund,
        cancellations: [{ seatIds: ['A5'], refund, by: 'customer' }],
        payment: { status: 'refunded', method: 'card', captured: gbp(1_200), refunded: gbp(1_140) },
        history: historyOf(
          ...[...saleHistory, 'seats-cancelled', 'cancelled', 'seats-released'],
          ...['refund-failed', 'refund-failed', 'refunded'],
        ),
      }),
    );
    expect((await cancel({}, key, slow)).text).toBe(done.text);
  });

  it('shows staff how far a cancelled show is', async () => {
    const url = `/v1/showtimes/${cinema.showtimeId}/cancellation`;
    expect(problemOf(await call(target, { url, headers: cinema.admin }))).toBe('404 not-found');
    const payload = { reason: 'no projector' };
    const request = { method: 'POST', url: url.replace('cancellation', 'cancel'), payload } as const;
    expect((await call(target, { ...request, headers: cinema.admin })).status).toBe(200);
    const { body } = await call(target, { url, headers: cinema.admin });
    expect(body).toEqual({ showtimeId: cinema.showtimeId, bookings: 1, refunded: 0, pending: 1 });
    expect(problemOf(await call(target, { url }))).toBe('401 unauthorized');
  });
});

describe('the ticket', () => {
  const ticket = (accept?: string) =>
    call(target, {
      url: `${sold.url}/ticket`,
      headers: { ...sold.access, ...(accept === undefined ? {} : { accept }) },
    });

  it.each([
    [undefined, 'application/pdf'],
    ['application/pdf', 'application/pdf'],
    ['image/png', 'image/png'],
    ['image/svg+xml', 'image/svg+xml'],
    ['image/*;q=0.5, application/pdf;q=0.1', 'image/png'],
    ['text/html, */*;q=0.8', 'application/pdf'],
  ])('comes as asked: %s', async (accept, type) => {
    const { status, headers, text } = await ticket(accept);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      type,
      'private, no-store',
    ]);
    const seat = { row: 'A', type: 'regular', ticketType: 'adult' };
    expect(JSON.parse(text)).toEqual({
      as: type,
      code: expect.any(String),
      reference: sold.booking.reference,
      customerName: person.name,
      ...{ movieTitle: movie.title, format: '2D', language: 'en' },
      ...{ theaterName: theater.name, hallName: hall.name, timeZone: theater.timeZone },
      startsAt: iso(startsAtMs),
      seats: [
        { ...seat, number: '1' },
        { ...seat, number: '2' },
      ],
      total: gbp(2_400),
    });
  });

  it('does not come as anything else, nor for what is not confirmed', async () => {
    for (const accept of ['text/html', 'image/png;q=0', 'nonsense']) {
      expect(problemOf(await ticket(accept))).toBe('406 not-acceptable');
    }
    await cancel({});
    expect(problemOf(await ticket())).toBe('409 not-confirmed');
  });

  it('shows its public keys', async () => {
    const keys = await call<{ keys: object[] }>(target, { url: '/v1/keys' });
    expect(keys.body.keys).toEqual([
      {
        kty: 'OKP',
        crv: 'Ed25519',
        alg: 'EdDSA',
        use: 'sig',
        x: expect.any(String),
        kid: expect.any(String),
      },
      target.deps.accessTokens.publicKeys().keys[0],
    ]);
  });
});

describe('personal data', () => {
  it('is exported and erased by the customer or an admin, and the totals stay', async () => {
    const customer = await target.bearer('customer', { subject: 'ada' });
    const own = await sell(target, cinema, ['A3'], { headers: customer });
    const url = '/v1/customers/ada/personal-data';
    const exported = await call<{ bookings: { contacts: { told: object }[] }[] }>(target, {
      url,
      headers: customer,
    });
    expect(exported.body.bookings[0]?.contacts[0]?.told).toEqual(person);
    expect(problemOf(await call(target, { url }))).toBe('401 unauthorized');
    const eve = await target.bearer('customer', { subject: 'eve' });
    for (const method of ['GET', 'DELETE'] as const) {
      expect(problemOf(await call(target, { method, url, headers: eve }))).toBe('404 not-found');
    }
    const before = await call(target, { url: own.url, headers: own.access });
    for (const headers of [customer, cinema.admin]) {
      expect((await call(target, { method: 'DELETE', url, headers })).status).toBe(204);
    }
    const before404 = target.log.events.length;
    const nobody = { method: 'DELETE', url: '/v1/customers/nobody/personal-data' } as const;
    expect(problemOf(await call(target, { ...nobody, headers: cinema.admin }))).toBe('404 not-found');
    const spaced = { ...nobody, url: '/v1/customers/a%20b/personal-data', headers: cinema.admin };
    expect(problemOf(await call(target, spaced))).toBe('400 invalid-request');
    const own404 = { method: 'DELETE', url: '/v1/customers/eve/personal-data', headers: eve } as const;
    expect((await call(target, own404)).status).toBe(204);
    expect(target.log.events).toHaveLength(before404);
    const gone = await call<typeof exported.body>(target, { url, headers: cinema.admin });
    expect(gone.body.bookings[0]?.contacts[0]?.told).toBeNull();
    expect((await call(target, { url: own.url, headers: own.access })).text).toBe(before.text);
  });

  it('is nowhere in the log, nor are the secrets of the sale', async () => {
    const log = JSON.stringify(target.log.events);
    const told = [person.name, person.email, person.email.toLowerCase(), person.phone];
    const secrets = [sold.held.holdToken, sold.booking.accessToken, 'tok_ok'];
    for (const text of [...told, ...secrets]) expect(log).not.toContain(text);
    for (const text of [...told, ...secrets]) expect(target.logged.join('')).not.toContain(text);
  });
});

describe('the gateway', () => {
  it('shows its books to admins', async () => {
    const url = `/v1/ops/simulated-payments?bookingId=${sold.booking.bookingId}`;
    const { body } = await call<{ items: object[] }>(target, { url, headers: cinema.admin });
    const { bookingId, total: amount } = sold.booking;
    const row = { bookingId, amount, outcome: 'done', calls: 1, at: expect.any(String) };
    expect(body.items).toEqual([
      { ...row, key: `${bookingId}/1/authorize`, kind: 'authorize' },
      { ...row, key: `${bookingId}/1/capture`, kind: 'capture' },
    ]);
    const customer = await target.bearer('customer');
    expect(problemOf(await call(target, { url, headers: customer }))).toBe('403 forbidden');
  });

  it('is believed by its signature over the very bytes', async () => {
    const payload = '{ "id" : "evt_1",\n "odd": "spacing" }';
    const send = (signature?: string) =>
      call(target, {
        method: 'POST',
        url: '/v1/webhooks/stripe',
        payload,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...(signature === undefined ? {} : { 'stripe-signature': signature }),
        },
      });
    expect((await send('good')).status).toBe(204);
    expect(target.office.notices).toEqual([payload]);
    expect(problemOf(await send('bad'))).toBe('400 invalid-request');
    expect(problemOf(await send())).toBe('400 invalid-request');
  });
});
